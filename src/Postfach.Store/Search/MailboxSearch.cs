using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// Searches a mailbox. What the snapshot knows is asked first, then the header, then the body in pieces, each only as far as the answer hangs on it. No
/// read transaction is open between two messages or pieces, and the thread is given back often. Any thread may call.
/// </summary>
public static class MailboxSearch
{
    private const int MessagesAtATime = 4096;

    // So few messages are looked at sooner than an index.
    private const int FewMessages = 16;

    /// <summary>Finds the messages of the scope's view that match; the account's index spares looks at those that it knows.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled; a search looks there often.</exception>
    public static async Task<SearchResult> FindAsync(Account account, SearchQuery query, SearchScope scope, CancellationToken ct)
    {
        var plan = new SearchPlan(query, scope);
        var looker = new MessageLooker(plan, account.Bodies);
        if (plan.Questions.Count > 0 && scope.View.Messages().Where(m => looker.Know(m) is null).Take(FewMessages + 1).Count() > FewMessages)
        {
            await Task.Yield();
            plan.Answers = account.Index.Ask(plan.Questions, ct);
        }

        return await FindAsync(looker, scope, ct);
    }

    /// <summary>The same with a look at every message that the snapshot does not decide on.</summary>
    internal static Task<SearchResult> FindByLookingAsync(BodyReader bodies, SearchQuery query, SearchScope scope, CancellationToken ct) =>
        FindAsync(new MessageLooker(new SearchPlan(query, scope), bodies), scope, ct);

    private static async Task<SearchResult> FindAsync(MessageLooker looker, SearchScope scope, CancellationToken ct)
    {
        var found = new List<Message>();
        var unreadable = new List<(BodyId, StoreException)>();
        var sinceBreak = 0;
        foreach (var message in scope.View.Messages())
        {
            var known = looker.Know(message);
            if (known == true)
                found.Add(message);
            if (known is null || ++sinceBreak == MessagesAtATime)
            {
                await Task.Yield();
                ct.ThrowIfCancellationRequested();
                sinceBreak = 0;
            }

            if (known is not null)
                continue;
            try
            {
                if (await looker.LookAsync(message, ct))
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
