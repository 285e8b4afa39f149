using System.Buffers;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// Searches a mailbox. What the snapshot knows is asked first, then the header, then the body in pieces, each only as far as the answer hangs on it. No
/// read transaction is open between two messages or pieces, and the thread is given back often. Any thread may call.
/// </summary>
public static class MailboxSearch
{
    private const int MessagesAtATime = 1024;

    // So few messages are looked at sooner than an index.
    private const int FewMessages = 16;

    /// <summary>Finds the messages of the scope's view that match; the account's index spares looks at those that it knows.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled; a search looks there often.</exception>
    public static Task<SearchResult> FindAsync(Account account, SearchQuery query, SearchScope scope, CancellationToken ct) =>
        FindAsync(account, query, scope, progress: null, ct);

    /// <summary>The same, and tells often how many messages are done, and of how many; the search goes on when that has ended. Nothing is locked meanwhile.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled; a search looks there often.</exception>
    public static async Task<SearchResult> FindAsync(
        Account account, SearchQuery query, SearchScope scope, Func<int, int, ValueTask>? progress, CancellationToken ct)
    {
        // What SORT and THREAD are mostly asked of.
        if (query is SearchQuery.And { Keys.Length: 0 })
            return new SearchResult(All(scope.View), []);
        var plan = new SearchPlan(query, scope);
        var looker = new MessageLooker(plan, account.Bodies);
        if (plan.Questions.Count + plan.Fuzzy.Count > 0 && scope.View.Messages().Where(m => looker.Know(m) is null).Take(FewMessages + 1).Count() > FewMessages)
        {
            await Task.Yield();
            plan.Answers = account.Index.Ask(plan.Questions, plan.Fuzzy, ct);
        }

        return await FindAsync(looker, scope, progress, ct);
    }

    /// <summary>The same with a look at every message that the snapshot does not decide on.</summary>
    internal static Task<SearchResult> FindByLookingAsync(BodyReader bodies, SearchQuery query, SearchScope scope, CancellationToken ct) =>
        FindAsync(new MessageLooker(new SearchPlan(query, scope), bodies), scope, progress: null, ct);

    private static async Task<SearchResult> FindAsync(MessageLooker looker, SearchScope scope, Func<int, int, ValueTask>? progress, CancellationToken ct)
    {
        var (found, relevance, unreadable) = (new List<Message>(), new List<byte>(), new List<(BodyId, StoreException)>());
        var done = 0;
        var some = ArrayPool<Message>.Shared.Rent(MessagesAtATime);
        try
        {
            var messages = scope.View.Walk(scope.View.Uids());
            while (messages.Read(some) is > 0 and var count)
                await FindAsync(count);
        }
        finally
        {
            // They hold flags, and what was freed would be held with them.
            ArrayPool<Message>.Shared.Return(some, clearArray: true);
        }

        return new SearchResult(found, unreadable) { Relevance = relevance };

        async ValueTask FindAsync(int count)
        {
            await RestAsync();
            for (var i = 0; i < count; i++, done++)
            {
                var matches = looker.Know(some[i]);
                if (matches is null && i > 0)
                    await RestAsync();
                if (!(matches ?? await LookAsync(looker, some[i], unreadable, ct)))
                    continue;
                found.Add(some[i]);
                if (looker.IsFuzzy)
                    relevance.Add(looker.Relevance);
            }
        }

        async ValueTask RestAsync()
        {
            await Task.Yield();
            ct.ThrowIfCancellationRequested();
            if (progress is not null)
                await progress(done, scope.View.Exists);
        }
    }

    private static Message[] All(MailboxSnapshot view)
    {
        var all = new Message[view.Exists];
        view.Walk(view.Uids()).Read(all);
        return all;
    }

    private static async ValueTask<bool> LookAsync(MessageLooker looker, Message message, List<(BodyId, StoreException)> unreadable, CancellationToken ct)
    {
        try
        {
            return await looker.LookAsync(message, ct);
        }
        catch (StoreException e)
        {
            // One message that is damaged keeps nobody from the others.
            unreadable.Add((message.Body, e));
            return false;
        }
    }
}
