using Postfach.Mail;

namespace Postfach.Files;

/// <summary>Tells how far an export is, and which messages it left out, while it goes to its target.</summary>
/// <param name="total">Bytes of all messages.</param>
public sealed class WatchedTarget(IMailTarget inner, long total, Action<SourceFault> report, IProgress<ImportProgress> progress) : IMailTarget
{
    private MailboxName? _mailbox;
    private Uid? _uid;
    private long _messages, _bytes;

    public Task<bool> BeginMailboxAsync(MailboxFacts mailbox, CancellationToken ct)
    {
        _mailbox = mailbox.Name;
        return inner.BeginMailboxAsync(mailbox, ct);
    }

    public Task EndMailboxAsync(CancellationToken ct) => inner.EndMailboxAsync(ct);

    public Task BeginMessageAsync(MessageFacts message, CancellationToken ct)
    {
        _uid = message.Uid;
        return inner.BeginMessageAsync(message, ct);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        _bytes += bytes.Length;
        return inner.WriteAsync(bytes, ct);
    }

    public async Task<bool> EndMessageAsync(CancellationToken ct)
    {
        var taken = await inner.EndMessageAsync(ct);
        progress.Report(new ImportProgress(++_messages, _bytes, total));
        return taken;
    }

    public Task DropMessageAsync(CancellationToken ct)
    {
        report(new SourceFault($"{_mailbox}, UID {_uid?.Value}", 0, "the store cannot read the message"));
        return inner.DropMessageAsync(ct);
    }

    public Task<ImportCount> CommitAsync(CancellationToken ct) => inner.CommitAsync(ct);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
