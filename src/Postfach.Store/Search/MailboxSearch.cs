using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// Searches a mailbox. What the snapshot knows is asked first, then the header, then the body in pieces, each only as far as the answer hangs on it. No
/// read transaction is open between two messages or pieces, and the thread is given back often. Any thread may call.
/// </summary>
public static class MailboxSearch
{
    private const int MessagesAtATime = 4096;

    /// <summary>Finds the messages of the scope's view that match.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled; a search looks there often.</exception>
    public static async Task<SearchResult> FindAsync(BodyReader bodies, SearchQuery query, SearchScope scope, CancellationToken ct)
    {
        var plan = new SearchPlan(query, scope);
        var looker = new MessageLooker(plan, bodies);
        var found = new List<Message>();
        var unreadable = new List<(BodyId, StoreException)>();
        var sinceBreak = 0;
        foreach (var message in scope.View.Messages())
        {
            var atOnce = plan.ReadsMessages ? 1 : MessagesAtATime;
            if (++sinceBreak >= atOnce)
            {
                await Task.Yield();
                ct.ThrowIfCancellationRequested();
                sinceBreak = 0;
            }

            try
            {
                if (await looker.MatchesAsync(message, ct))
                    found.Add(message);
            }
            catch (StoreException e)
            {
                // One message that is damaged keeps nobody from the others.
                unreadable.Add((message.Body, e));
            }
        }

        return new SearchResult(found, unreadable);
    }
}
