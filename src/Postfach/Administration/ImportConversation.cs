using System.Text.Json;
using Postfach.CommandLine;
using Postfach.Files;

namespace Postfach.Administration;

/// <summary>The server's side of an import over the control socket.</summary>
internal sealed class ImportConversation(Stream stream, LineReader input)
{
    /// <summary>Serves until the other side ends; then the connection is of no more use.</summary>
    public async Task RunAsync(IAdministration administration, AdminRequest.Import request, CancellationToken ct)
    {
        try
        {
            await using var target = await administration.ImportAsync(request.User, request.Source, ct);
            await ReplyAsync(new AdminReply.Done(), ct);
            var buffer = new byte[ImportFrame.MaxBytes];
            while (await ImportFrame.ReadAsync(input, buffer, ct) is (var kind, var payload))
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

    private async Task TakeAsync(IImportTarget target, byte kind, ReadOnlyMemory<byte> payload, CancellationToken ct)
    {
        var taken = true;
        var count = default(ImportCount);
        switch (kind)
        {
            case ImportFrame.Message:
                await target.BeginMessageAsync(ImportFrame.ReadMessage(payload), ct);
                return;
            case ImportFrame.Bytes:
                await target.WriteAsync(payload, ct);
                return;
            case ImportFrame.Mailbox:
                taken = await target.BeginMailboxAsync(ImportFrame.ReadMailbox(payload), ct);
                break;
            case ImportFrame.MailboxEnd:
                await target.EndMailboxAsync(ct);
                break;
            case ImportFrame.End:
                taken = await target.EndMessageAsync(ct);
                break;
            case ImportFrame.Drop:
                await target.DropMessageAsync(ct);
                break;
            case ImportFrame.Commit:
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
