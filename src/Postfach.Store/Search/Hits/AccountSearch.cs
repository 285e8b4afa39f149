using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Searches mailboxes of an account for a person: the newest hits, and where in them the text stands. Any thread may call.</summary>
public static class AccountSearch
{
    /// <param name="mailboxes">Those that are not there any more have no messages. Sequence numbers of the query count in each of them.</param>
    /// <param name="limit">Hits that are wanted at most.</param>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled; a search looks there often.</exception>
    public static async Task<AccountSearchResult> FindAsync(
        Account account, SearchQuery query, IReadOnlyList<MailboxName> mailboxes, int limit, DateTimeOffset now, CancellationToken ct)
    {
        query = await account.ResolveAsync(query, ct);
        var (found, unreadable) = (0, 0);

        // The oldest of those that are kept comes out first.
        var newest = new PriorityQueue<(MailboxName Mailbox, Message Message), (DateTimeOffset, uint)>();
        foreach (var name in mailboxes)
        {
            if (await account.OpenMailboxAsync(name, ct) is not { } mailbox)
                continue;
            var result = await MailboxSearch.FindAsync(account, query, new SearchScope(mailbox.Current, UidSet.Empty, UidSet.Empty, now), ct);
            (found, unreadable) = (found + result.Found.Count, unreadable + result.Unreadable.Count);
            foreach (var message in result.Found)
            {
                newest.Enqueue((name, message), (message.InternalDate.ToDateTimeOffset(), message.Uid.Value));
                if (newest.Count > limit)
                    newest.Dequeue();
            }
        }

        var hits = new MessageHit[newest.Count];
        var reader = new HitReader(SoughtText.Of(query));
        var texts = new MessageTexts(account.Bodies);
        for (var i = hits.Length - 1; i >= 0; i--)
        {
            var (mailbox, message) = newest.Dequeue();
            hits[i] = await ReadAsync(texts, reader, mailbox, message, ct);
        }

        return new AccountSearchResult(hits, found, unreadable);
    }

    private static async Task<MessageHit> ReadAsync(MessageTexts texts, HitReader reader, MailboxName mailbox, Message message, CancellationToken ct)
    {
        reader.BeginMessage();
        try
        {
            await texts.ReadAsync(message.Body, reader, ct);
        }
        catch (StoreException)
        {
            // It was found all the same; what could be read of it is shown.
        }

        return new MessageHit(mailbox, message.Uid, message.InternalDate.ToDateTimeOffset(), reader.From, reader.Subject, reader.EndMessage());
    }
}
