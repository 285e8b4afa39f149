using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Puts messages of a mailbox together to threads. Any thread may call. RFC 5256 §3, THREAD.</summary>
public static class MailboxThreads
{
    /// <param name="found">In the order of the mailbox; its places are the nodes of the answer.</param>
    /// <returns>The threads, and the messages that could not be read: each is one by itself.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public static async Task<(ThreadForest Threads, IReadOnlyList<(BodyId Body, StoreException Why)> Unreadable)> FindAsync(
        Account account, IReadOnlyList<Message> found, ThreadAlgorithm algorithm, CancellationToken ct)
    {
        var keys = new ThreadKeys(found);
        var unreadable = await account.Keys.ReadAsync(found, keys, ct);
        return (ThreadBuilder.Build(keys, algorithm, ct), unreadable);
    }
}
