using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Postfach.CommandLine;

namespace Postfach.Administration;

/// <summary>
/// The door of a running server for the other commands: a Unix socket of mode 0600 in the data folder; a line of JSON in, a line of JSON out.
/// Whoever can open it may do everything.
/// </summary>
internal sealed class ControlSocket : IAsyncDisposable
{
    private const int MaxConnections = 32;
    private static readonly TimeSpan ReplyTimeout = TimeSpan.FromMilliseconds(250);

    private readonly IAdministration _administration;
    private readonly ILogger _logger;
    private readonly ControlAddress _address;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly SemaphoreSlim _free = new(MaxConnections);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _closing;
    private readonly Task _accepting;

    /// <summary>Begins to listen. The caller holds the data folder's lock, so that a socket that is there is left over from a server that was killed.</summary>
    public ControlSocket(string dataFolder, IAdministration administration, TimeProvider time, ILogger<ControlSocket> logger)
    {
        (_administration, _logger) = (administration, logger);
        _closing = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _address = new ControlAddress(dataFolder);
        File.Delete(_address.Path);
        _socket.Bind(_address.EndPoint);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_address.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _socket.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>Accepts no more, breaks off what takes long, lets the answers out, and removes the socket.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _closing.CancelAfter(ReplyTimeout);
        await _accepting;
        for (var i = 0; i < MaxConnections; i++)
            await _free.WaitAsync(CancellationToken.None);
        _socket.Dispose();
        File.Delete(_address.Path);
        _address.Dispose();
        _free.Dispose();
        _stopping.Dispose();
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await _free.WaitAsync(_stopping.Token);
                try
                {
                    var client = await _socket.AcceptAsync(_stopping.Token);
                    _ = Task.Run(() => ServeAsync(client), CancellationToken.None);
                }
                catch
                {
                    _free.Release();
                    throw;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
        catch (SocketException e)
        {
            _logger.ControlSocketFailed(e);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            var lines = new LineReader(stream, AdminJson.MaxRequestBytes);
            while (await lines.ReadAsync(_stopping.Token) is { } line)
            {
                if (TransferOf(line) is { } transfer)
                {
                    _logger.AdministratorAsked(transfer.GetType().Name);
                    await new TransferConversation(stream, lines).RunAsync(_administration, transfer, _stopping.Token);
                    break;
                }

                var reply = await AnswerAsync(line);
                await stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(reply, AdminJson.Default.AdminReply), _closing.Token);
                await stream.WriteAsync("\n"u8.ToArray(), _closing.Token);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException)
        {
            _logger.ControlConnectionBroken(e.Message);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>An import, an export or a delivery; null when it is something else, or nothing.</summary>
    private static AdminRequest? TransferOf(byte[] line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, AdminJson.Default.AdminRequest) is var request and (AdminRequest.Import or AdminRequest.Export or AdminRequest.Deliver)
                ? request
                : null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    // What has begun is carried out, whether the asker waits or not; a stop breaks off what takes long, and the asker notices.
    private async Task<AdminReply> AnswerAsync(byte[] line)
    {
        try
        {
            var request = JsonSerializer.Deserialize(line, AdminJson.Default.AdminRequest);
            if (request is null)
                return new AdminReply.Refused(ExitCode.DataError, "The server was asked nothing.");
            if (request is not SourceRequest.GetRunning) // Whoever waits for a run asks it every second.
                _logger.AdministratorAsked(request.GetType().Name);
            return await _administration.AskAsync(request, _stopping.Token);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // The message of the exception may quote the line, and the line may hold a password.
            return new AdminReply.Refused(ExitCode.DataError, "The running server does not understand this command; is it of the same version?");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _logger.AdministrationFailed(e);
            var (code, text) = Failure.Of(e);
            return new AdminReply.Refused(code, text);
        }
    }
}
