using System.Text.Json;
using Postfach.CommandLine;
using Postfach.Files;

namespace Postfach.Administration;

/// <summary>
/// Gives messages to the other side of the control socket: files are read and written by the command, so that the server, which may be another user or
/// shut off from home folders, need not see them.
/// </summary>
/// <param name="ended">What is said when the other side goes away in the middle.</param>
internal sealed class RemoteMailTarget(Stream stream, LineReader lines, string ended) : IMailTarget
{
    public async Task<bool> BeginMailboxAsync(MailboxFacts mailbox, CancellationToken ct) =>
        (await AskAsync(MailFrame.Mailbox, MailFrame.Write(mailbox), ct)).Taken;

    public async Task EndMailboxAsync(CancellationToken ct) => await AskAsync(MailFrame.MailboxEnd, default, ct);

    public Task BeginMessageAsync(MessageFacts message, CancellationToken ct) => SendAsync(MailFrame.Message, MailFrame.Write(message), ct);

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(bytes.Length, MailFrame.MaxBytes)..])
            await SendAsync(MailFrame.Bytes, bytes[..Math.Min(bytes.Length, MailFrame.MaxBytes)], ct);
    }

    public async Task<bool> EndMessageAsync(CancellationToken ct) => (await AskAsync(MailFrame.End, default, ct)).Taken;

    public async Task DropMessageAsync(CancellationToken ct) => await AskAsync(MailFrame.Drop, default, ct);

    public async Task<ImportCount> CommitAsync(CancellationToken ct)
    {
        var reply = await AskAsync(MailFrame.Commit, default, ct);
        return new ImportCount(reply.Imported, reply.AlreadyThere);
    }

    // The connection is its giver's to close.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<AdminReply.Importing> AskAsync(byte kind, ReadOnlyMemory<byte> payload, CancellationToken ct)
    {
        await SendAsync(kind, payload, ct);
        return await ReadReplyAsync(ct);
    }

    private async Task SendAsync(byte kind, ReadOnlyMemory<byte> payload, CancellationToken ct)
    {
        try
        {
            await MailFrame.WriteAsync(stream, kind, payload, ct);
        }
        catch (IOException)
        {
            // The server has closed, and may have said why.
            await ReadReplyAsync(ct);
            throw Ended();
        }
    }

    private async Task<AdminReply.Importing> ReadReplyAsync(CancellationToken ct)
    {
        try
        {
            if (await lines.ReadAsync(ct) is { } line)
            {
                return JsonSerializer.Deserialize(line, AdminJson.Default.AdminReply) switch
                {
                    AdminReply.Importing importing => importing,
                    AdminReply.Refused(var code, var why) => throw new CommandException(code, why),
                    _ => throw Ended(),
                };
            }
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw Ended();
        }

        throw Ended();
    }

    private CommandException Ended() => new(ExitCode.TemporaryFailure, ended);
}
