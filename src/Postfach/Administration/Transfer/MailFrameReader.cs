using System.Text.Json;
using Postfach.CommandLine;
using Postfach.Files;

namespace Postfach.Administration;

/// <summary>The taking side of an import or export over the control socket.</summary>
internal sealed class MailFrameReader(Stream stream, LineReader input)
{
    private ImportCount? _committed;

    /// <summary>Takes what comes until the other side ends, or has said that this was all.</summary>
    /// <param name="untilCommit">The giver says at the end, and once, that what it gave is to be kept.</param>
    /// <returns>What was committed last; null: nothing.</returns>
    /// <exception cref="CommandException">The other side failed.</exception>
    public async Task<ImportCount?> RunAsync(IMailTarget target, bool untilCommit, CancellationToken ct)
    {
        var buffer = new byte[MailFrame.MaxBytes];
        while (!(untilCommit && _committed is not null) && await MailFrame.ReadAsync(input, buffer, ct) is (var kind, var payload))
            await TakeAsync(target, kind, payload, ct);
        return _committed;
    }

    public async Task ReplyAsync(AdminReply reply, CancellationToken ct)
    {
        await stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(reply, AdminJson.Default.AdminReply), ct);
        await stream.WriteAsync("\n"u8.ToArray(), ct);
    }

    private async Task TakeAsync(IMailTarget target, byte kind, ReadOnlyMemory<byte> payload, CancellationToken ct)
    {
        var taken = true;
        switch (kind)
        {
            case MailFrame.Message:
                await target.BeginMessageAsync(MailFrame.ReadMessage(payload), ct);
                return;
            case MailFrame.Bytes:
                await target.WriteAsync(payload, ct);
                return;
            case MailFrame.Mailbox:
                taken = await target.BeginMailboxAsync(MailFrame.ReadMailbox(payload), ct);
                break;
            case MailFrame.MailboxEnd:
                await target.EndMailboxAsync(ct);
                break;
            case MailFrame.End:
                taken = await target.EndMessageAsync(ct);
                break;
            case MailFrame.Drop:
                await target.DropMessageAsync(ct);
                break;
            case MailFrame.Commit:
                _committed = await target.CommitAsync(ct);
                break;
            case MailFrame.Failure:
                throw JsonSerializer.Deserialize(payload.Span, AdminJson.Default.AdminReply) is AdminReply.Refused(var code, var why)
                    ? new CommandException(code, why)
                    : new InvalidDataException("A failure without a reason");
            default:
                throw new InvalidDataException("A frame of no known kind");
        }

        var count = kind == MailFrame.Commit ? _committed ?? default : default;
        await ReplyAsync(new AdminReply.Importing(taken, count.Imported, count.AlreadyThere), ct);
    }
}
