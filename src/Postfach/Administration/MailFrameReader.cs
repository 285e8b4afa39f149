using System.Text.Json;
using Postfach.CommandLine;
using Postfach.Files;

namespace Postfach.Administration;

/// <summary>The server's side of an import over the control socket.</summary>
internal sealed class MailFrameReader(Stream stream, LineReader input)
{
    /// <summary>Serves until the other side ends; then the connection is of no more use.</summary>
    public async Task RunAsync(IAdministration administration, AdminRequest.Import request, CancellationToken ct)
    {
        try
        {
            await using var target = await administration.ImportAsync(request.User, request.Source, ct);
            await ReplyAsync(new AdminReply.Done(), ct);
            var buffer = new byte[MailFrame.MaxBytes];
            while (await MailFrame.ReadAsync(input, buffer, ct) is (var kind, var payload))
                await TakeAsync(target, kind, payload, ct);
        }
        catch (Exception e) when (e is not (IOException or OperationCanceledException))
        {
            var (code, why) = e is InvalidDataException or JsonException or InvalidOperationException
                ? (ExitCode.DataError, "The running server does not understand this import; is it of the same version?")
                : Failure.Of(e);
            await ReplyAsync(new AdminReply.Refused(code, why.Replace("postfach: ", "", StringComparison.Ordinal)), ct);
        }
    }

    private async Task TakeAsync(IMailTarget target, byte kind, ReadOnlyMemory<byte> payload, CancellationToken ct)
    {
        var taken = true;
        var count = default(ImportCount);
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
                count = await target.CommitAsync(ct);
                break;
            default:
                throw new InvalidDataException("There is no such frame");
        }

        await ReplyAsync(new AdminReply.Importing(taken, count.Imported, count.AlreadyThere), ct);
    }

    private async Task ReplyAsync(AdminReply reply, CancellationToken ct)
    {
        await stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(reply, AdminJson.Default.AdminReply), ct);
        await stream.WriteAsync("\n"u8.ToArray(), ct);
    }
}
