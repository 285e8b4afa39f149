using System.Buffers;
using Postfach.Mail;
using Postfach.Protocol.Pop3;
using Postfach.Store;

namespace Postfach.Files;

/// <summary>Gives away an account's mail, each message in pieces.</summary>
public sealed class AccountExport : IMailExport
{
    private const int PieceBytes = 256 << 10;

    private readonly AccountLease _lease;
    private readonly Account _account;
    private readonly ArrayBufferWriter<byte> _piece = new(PieceBytes);

    private AccountExport(AccountLease lease, long bytes) => (_lease, _account, Bytes) = (lease, lease.Account, bytes);

    public long Bytes { get; }

    /// <param name="lease">Ends with what is returned.</param>
    public static async Task<AccountExport> OpenAsync(AccountLease lease, CancellationToken ct)
    {
        var bytes = 0L;
        foreach (var entry in lease.Account.Mailboxes.ByName.Values)
            bytes += (await lease.Account.OpenMailboxAsync(entry.Name, ct))?.Current.Bytes ?? 0;
        return new AccountExport(lease, bytes);
    }

    public async Task<ImportCount> RunAsync(IMailTarget target, CancellationToken ct)
    {
        foreach (var entry in _account.Mailboxes.ByName.Values.OrderBy(e => e.Name.IsInbox ? 0 : 1))
        {
            if (await _account.OpenMailboxAsync(entry.Name, ct) is { } mailbox)
                await GiveAsync(mailbox.Current, entry.Name, target, ct);
        }

        return await target.CommitAsync(ct);
    }

    public ValueTask DisposeAsync()
    {
        _lease.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task GiveAsync(MailboxSnapshot mailbox, MailboxName name, IMailTarget target, CancellationToken ct)
    {
        // POP3 shows INBOX alone.
        var brought = name.IsInbox ? _account.ReadUniqueIds(mailbox.Mailbox) : null;
        await target.BeginMailboxAsync(new MailboxFacts(name, mailbox.UidValidity, mailbox.UidNext), ct);
        foreach (var message in mailbox.Messages())
        {
            ct.ThrowIfCancellationRequested();
            var uniqueId = brought is null ? null : UniqueId.Of(mailbox.UidValidity, message.Uid, brought.GetValueOrDefault(message.Uid)).Value;
            await GiveAsync(message, new MessageFacts(message.Flags, message.InternalDate, message.Uid, uniqueId) { Size = message.Size }, target, ct);
        }

        await target.EndMailboxAsync(ct);
    }

    private async Task GiveAsync(Message message, MessageFacts facts, IMailTarget target, CancellationToken ct)
    {
        if (TryReadLineEnds(message) is not { } lineEnds)
        {
            await target.BeginMessageAsync(facts, ct);
            await target.DropMessageAsync(ct);
            return;
        }

        await target.BeginMessageAsync(facts with { LineEnds = lineEnds }, ct);
        foreach (var piece in Pieces(message))
            await target.WriteAsync(piece, ct);
        await target.EndMessageAsync(ct);
    }

    /// <summary>Reads the message once before it is given; null: it cannot be read.</summary>
    private LineEnds? TryReadLineEnds(Message message)
    {
        try
        {
            return LineEnds.Of(Pieces(message));
        }
        catch (StoreException)
        {
            return null;
        }
    }

    /// <summary>A message's bytes; each piece ends with the next.</summary>
    private IEnumerable<ReadOnlyMemory<byte>> Pieces(Message message)
    {
        for (long offset = 0; offset < message.Size; offset += PieceBytes)
        {
            _piece.ResetWrittenCount();
            _account.Bodies.WriteBytes(message.Body, offset, Math.Min(PieceBytes, message.Size - offset), _piece);
            yield return _piece.WrittenMemory;
        }
    }
}
