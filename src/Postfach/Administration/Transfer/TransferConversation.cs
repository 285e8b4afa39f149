using System.Text.Json;
using Postfach.CommandLine;
using Postfach.Files;

namespace Postfach.Administration;

/// <summary>The server's side of an import, an export or a delivery over the control socket. After it the connection is of no more use.</summary>
internal sealed class TransferConversation(Stream stream, LineReader input)
{
    private readonly MailFrameReader _taking = new(stream, input);

    public Task RunAsync(IAdministration administration, AdminRequest request, CancellationToken ct) => request switch
    {
        AdminRequest.Import import => TakeAsync(() => administration.ImportAsync(import.User, import.Source, ct), ct),
        AdminRequest.Deliver deliver => TakeAsync(() => administration.DeliverAsync(deliver.Recipient, deliver.Mailbox, deliver.Sender, ct), ct),
        AdminRequest.Export export => GiveAsync(administration, export, ct),
        _ => throw new ArgumentOutOfRangeException(nameof(request)),
    };

    private async Task TakeAsync(Func<Task<IMailTarget>> begin, CancellationToken ct)
    {
        try
        {
            await using var target = await begin();
            await _taking.ReplyAsync(new AdminReply.Done(), ct);
            await _taking.RunAsync(target, untilCommit: false, ct);
        }
        catch (Exception e) when (e is not (IOException or OperationCanceledException))
        {
            // The other side may be in the middle of a message; it finds this when it next reads, and ends.
            await _taking.ReplyAsync(RefusalOf(e), ct);
        }
    }

    private async Task GiveAsync(IAdministration administration, AdminRequest.Export request, CancellationToken ct)
    {
        IMailExport export;
        try
        {
            export = await administration.ExportAsync(request.User, request.WithLineEnds, ct);
        }
        catch (Exception e) when (e is not (IOException or OperationCanceledException))
        {
            await _taking.ReplyAsync(RefusalOf(e), ct);
            return;
        }

        await using (export)
        {
            await _taking.ReplyAsync(new AdminReply.Exporting(export.Bytes), ct);
            try
            {
                await export.RunAsync(new RemoteMailTarget(stream, input, "The command ended in the middle of its export."), ct);
            }
            catch (Exception e) when (e is not (IOException or OperationCanceledException))
            {
                await MailFrame.WriteAsync(stream, MailFrame.Failure, JsonSerializer.SerializeToUtf8Bytes(RefusalOf(e), AdminJson.Default.AdminReply), ct);
            }
        }
    }

    private static AdminReply.Refused RefusalOf(Exception e)
    {
        // The side that gives and the one that takes are of the same version, unless one of them was replaced meanwhile.
        var (code, text) = e is InvalidDataException or JsonException or InvalidOperationException
            ? (ExitCode.DataError, "The running server does not understand this command; is it of the same version?")
            : Failure.Of(e);
        return new AdminReply.Refused(code, text);
    }
}
