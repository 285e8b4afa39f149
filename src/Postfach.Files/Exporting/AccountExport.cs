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
    private readonly bool _withLineEnds;
    private readonly ArrayBufferWriter<byte> _piece = new(PieceBytes);

    private AccountExport(AccountLease lease, bool withLineEnds, long bytes) =>
        (_lease, _account, _withLineEnds, Bytes) = (lease, lease.Account, withLineEnds, bytes);

    public long Bytes { get; }

    /// <param name="lease">Ends with what is returned.</param>
    /// <param name="withLineEnds">The target wants to know how a message's lines end before it comes: each is read twice.</param>
    public static async Task<AccountExport> OpenAsync(AccountLease lease, bool withLineEnds, CancellationToken ct)
    {
        var bytes = 0L;
        foreach (var entry in lease.Account.Mailboxes.ByName.Values)
            bytes += (await lease.Account.OpenMailboxAsync(entry.Name, ct))?.Current.Bytes ?? 0;
        return new AccountExport(lease, withLineEnds, bytes);
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
        var isRead = TryReadLineEnds(message, out var lineEnds);
        await target.BeginMessageAsync(facts with { LineEnds = lineEnds }, ct);
        using var pieces = Pieces(message).GetEnumerator();
        while (isRead && TryReadNext(pieces, out isRead))
            await target.WriteAsync(pieces.Current, ct);
        if (isRead)
            await target.EndMessageAsync(ct);
        else
            await target.DropMessageAsync(ct);
    }

    /// <summary>Reads the message once before it is given, where that is wanted.</summary>
    /// <returns>False: it cannot be read.</returns>
    private bool TryReadLineEnds(Message message, out LineEnds lineEnds)
    {
        lineEnds = default;
        try
        {
            if (_withLineEnds)
                lineEnds = LineEnds.Of(Pieces(message));
            return true;
        }
        catch (StoreException)
        {
            return false;
        }
    }

    /// <returns>False: there is no further piece, or it cannot be read.</returns>
    private static bool TryReadNext(IEnumerator<ReadOnlyMemory<byte>> pieces, out bool isRead)
    {
        try
        {
            isRead = true;
            return pieces.MoveNext();
        }
        catch (StoreException)
        {
            isRead = false;
            return false;
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
