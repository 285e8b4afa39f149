using Postfach.Mail;

namespace Postfach.Store;

using Unreadables = IReadOnlyList<(BodyId Body, StoreException Why)>;

/// <summary>
/// The threads of a mailbox as somebody asked for them last: who asks again is given the same or, where the mailbox has changed, has only that taken into account.
/// The answer is always that of the whole computation. Any thread may call; who asks while another one does has it computed anew.
/// </summary>
internal sealed class KeptThreads
{
    private ThreadBasis? _basis;

    /// <summary>What is kept, about; nothing while somebody asks.</summary>
    public long Bytes { get; private set; }

    /// <param name="found">Messages of the mailbox, in its order: all that a session sees.</param>
    /// <inheritdoc cref="MailboxThreads.FindAsync"/>
    public async Task<(ThreadForest Threads, Unreadables Unreadable)> FindAsync(
        AccountKeys keys, IReadOnlyList<Message> found, ThreadAlgorithm algorithm, CancellationToken ct)
    {
        // Taken out: what breaks off on the way leaves nothing half done behind.
        var basis = Interlocked.Exchange(ref _basis, null) ?? new ThreadBasis(new ThreadKeys());
        Bytes = 0;
        if (basis.Reduce(found) is not { } staying)
            (basis, staying) = (new ThreadBasis(new ThreadKeys()), 0);
        Unreadables unreadable = [];
        if (staying < found.Count)
            await basis.AppendAsync([.. found.Skip(staying)], async (messages, sink) => unreadable = await keys.ReadAsync(messages, sink, ct), ct);
        var threads = basis.Threads(algorithm, ct);

        // A message that could not be read may be there the next time.
        if (unreadable.Count == 0)
            (Bytes, _) = (basis.Bytes, Interlocked.Exchange(ref _basis, basis));
        return (threads, unreadable);
    }
}
