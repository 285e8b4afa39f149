using System.Net.Sockets;
using System.Text.Json;
using Postfach.CommandLine;
using Postfach.Files;
using Postfach.Retrieval;

namespace Postfach.Administration;

/// <summary>Asks the server that runs on a data folder, over its control socket.</summary>
internal sealed class RemoteAdministration : IAdministration
{
    private static readonly TimeSpan LookAfter = TimeSpan.FromSeconds(1), StopPatience = TimeSpan.FromSeconds(10);

    private readonly string _dataFolder;
    private readonly NetworkStream _stream;
    private readonly LineReader _lines;

    private RemoteAdministration(string dataFolder, Socket socket)
    {
        _dataFolder = dataFolder;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _lines = new LineReader(_stream, AdminJson.MaxReplyBytes);
    }

    /// <summary>Null when no server listens there.</summary>
    /// <exception cref="CommandException">This user may not ask it.</exception>
    public static async Task<RemoteAdministration?> TryConnectAsync(string dataFolder, CancellationToken ct)
    {
        if (!ControlAddress.ExistsIn(dataFolder))
            return null;
        using var address = new ControlAddress(dataFolder);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(address.EndPoint, ct);
            return new RemoteAdministration(dataFolder, socket);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            return e.SocketErrorCode == SocketError.AccessDenied
                ? throw new CommandException(ExitCode.NoPermission, $"The data folder {dataFolder} belongs to another user; run this as that user.")
                : null;
        }
    }

    public async Task<AdminReply> AskAsync(AdminRequest request, CancellationToken ct)
    {
        try
        {
            await _stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(request, AdminJson.Default.AdminRequest), ct);
            await _stream.WriteAsync("\n"u8.ToArray(), ct);
            var line = await _lines.ReadAsync(ct);
            if (line is not null && JsonSerializer.Deserialize(line, AdminJson.Default.AdminReply) is { } reply)
                return reply;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new CommandException(ExitCode.TemporaryFailure, $"The running server did not answer as it should ({e.Message}); is it of the same version?");
        }

        throw new CommandException(ExitCode.TemporaryFailure, "The running server stopped before it answered; look whether it was done, and try again.");
    }

    public Task<IMailTarget> ImportAsync(string user, string source, CancellationToken ct) =>
        GiveAsync(new AdminRequest.Import(user, source), "The running server stopped in the middle; run the import again, nothing comes twice.", ct);

    public Task<IMailTarget> DeliverAsync(string recipient, string? mailbox, string? sender, CancellationToken ct) =>
        GiveAsync(new AdminRequest.Deliver(recipient, mailbox, sender), "The running server stopped in the middle.", ct);

    public async Task<IMailExport> ExportAsync(string user, bool withLineEnds, CancellationToken ct) =>
        await AskAsync(new AdminRequest.Export(user, withLineEnds), ct) switch
        {
            AdminReply.Exporting(var bytes) => new RemoteMailExport(_stream, _lines, bytes),
            AdminReply.Refused(var code, var why) => throw new CommandException(code, why),
            _ => throw NoAnswer(),
        };

    // A run is answered at its end, so that others need connections of their own, and whoever looks how far it is, too.
    public async Task<RunReport> FetchAsync(string source, bool isDryRun, string? message, IProgress<RunProgress> progress, CancellationToken ct)
    {
        await using var asking = await AgainAsync(ct);
        await using var looking = await AgainAsync(ct);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watching = looking.WatchAsync(source, progress, ended.Token);
        var ticket = Guid.NewGuid();
        try
        {
            return await asking.AskAsync(new SourceRequest.FetchSource(source, isDryRun, message, ticket), ct) switch
            {
                SourceReply.Fetched(var report) => report,
                AdminReply.Refused(var code, var why) => throw new CommandException(code, why),
                _ => throw NoAnswer(),
            };
        }
        catch (OperationCanceledException)
        {
            await StopAsync(ticket);
            throw;
        }
        finally
        {
            await ended.CancelAsync();
            await watching;
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static CommandException NoAnswer() =>
        new(ExitCode.TemporaryFailure, "The running server did not answer as it should; is it of the same version?");

    /// <summary>Breaks off a run that nobody waits for any more. Where the server cannot be told, it goes on.</summary>
    private async Task StopAsync(Guid ticket)
    {
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await using var telling = await AgainAsync(patience.Token);
            await telling.AskAsync(new SourceRequest.StopFetch(ticket), patience.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or CommandException)
        {
            // The server has stopped, and the run with it.
        }
    }

    private async Task<RemoteAdministration> AgainAsync(CancellationToken ct) =>
        await TryConnectAsync(_dataFolder, ct) ?? throw new CommandException(ExitCode.TemporaryFailure, "The running server stopped; try again.");

    /// <summary>Tells how far a run is until it is cancelled. That nothing can be told is no failure of the run.</summary>
    private async Task WatchAsync(string source, IProgress<RunProgress> progress, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(LookAfter);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                if (await AskAsync(new SourceRequest.GetRunning(), ct) is SourceReply.Running(var runs) && runs.FirstOrDefault(r => r.Source == source) is { } run)
                    progress.Report(run);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or CommandException)
        {
            // The run has ended, or the server has.
        }
    }

    private async Task<IMailTarget> GiveAsync(AdminRequest request, string ended, CancellationToken ct) => await AskAsync(request, ct) is AdminReply.Refused(var code, var why)
        ? throw new CommandException(code, why)
        : new RemoteMailTarget(_stream, _lines, ended);
}
