using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Puts messages of a mailbox together to threads. Any thread may call. RFC 5256 §3, THREAD.</summary>
public static class MailboxThreads
{
    /// <param name="view">What the session sees: where all of it is found, threads are kept for the next one who asks.</param>
    /// <param name="found">In the order of the mailbox; its places are the nodes of the answer.</param>
    /// <returns>The threads, and the messages that could not be read: each is one by itself.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public static async Task<(ThreadForest Threads, IReadOnlyList<(BodyId Body, StoreException Why)> Unreadable)> FindAsync(
        Account account, MailboxSnapshot view, IReadOnlyList<Message> found, ThreadAlgorithm algorithm, CancellationToken ct)
    {
        if (found.Count < view.Exists)
            return await new KeptThreads().FindAsync(account.Keys, found, algorithm, ct);
        var answer = await account.ThreadMemory.Of(account.Id, view.Mailbox).FindAsync(account.Keys, found, algorithm, ct);
        account.ThreadMemory.Bound();
        return answer;
    }
}
