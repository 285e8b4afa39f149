using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Postfach.Mail;

namespace Postfach.Server.Listeners;

/// <summary>
/// Listens, admits connections within their limits, lays TLS over those that begin with it, runs their sessions and closes them. Start it once and
/// stop it once.
/// </summary>
public sealed class MailServer : IAsyncDisposable
{
    private const int MaxRefusalsAtOnce = 64;

    // Thousands of connections are mostly idle: what each may hold in either direction before the other side has to wait is kept small.
    private const int MaxBufferedBytes = 64 << 10;

    // What a session may have written that its client has not taken yet: enough to read the next messages from the disk while these are on their way. With 64 KiB
    // POP3 sends a quarter fewer messages a second.
    private const long MaxUnsentBytes = 256 << 10;

    private static readonly TimeSpan CutTimeout = TimeSpan.FromMilliseconds(250);

    private readonly MailServerOptions _options;
    private readonly Func<MailProtocol, MailSession> _sessions;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TlsUpgrade _tls;
    private readonly ConnectionCounter _counter;
    private readonly SocketTransportFactory _transport;
    private readonly OpenConnections _open = new();
    private readonly List<IConnectionListener> _listeners = [];
    private readonly List<Task> _accepting = [];
    private int _refusals;

    public MailServer(
        MailServerOptions options, CertificateSource certificates, Func<MailProtocol, MailSession> sessions, TimeProvider time, ILoggerFactory logs)
    {
        (_options, _sessions, _time) = (options, sessions, time);
        _logger = logs.CreateLogger<MailServer>();
        _tls = new TlsUpgrade(certificates, options.HandshakeTimeout, time);
        _counter = new ConnectionCounter(options.Limits);
        _transport = new SocketTransportFactory(
            Options.Create(new SocketTransportOptions { MaxReadBufferSize = MaxBufferedBytes, MaxWriteBufferSize = MaxUnsentBytes }), logs);
    }

    /// <summary>Binds all addresses, then begins to accept, and tells where it listens: port 0 has become a real one.</summary>
    /// <exception cref="ListenException">One of them cannot be bound; those that were are given up when the server is disposed of.</exception>
    public async Task<IReadOnlyList<ListenAddress>> StartAsync(IReadOnlyList<ListenAddress> addresses, CancellationToken ct)
    {
        var bound = new List<ListenAddress>();
        foreach (var address in addresses)
        {
            var listener = await BindAsync(address, ct);
            _listeners.Add(listener);
            bound.Add(address with { EndPoint = listener.EndPoint });
        }

        for (var i = 0; i < bound.Count; i++)
            _accepting.Add(AcceptAsync(_listeners[i], bound[i]));
        return bound;
    }

    /// <summary>Those that are open now. Any thread may ask.</summary>
    public IReadOnlyList<MailConnection> Connections => _open.All();

    /// <summary>Accepts no more, lets sessions finish for <see cref="MailServerOptions.DrainTimeout"/>, then cuts those that are left.</summary>
    public async Task StopAsync()
    {
        foreach (var listener in _listeners)
            await listener.UnbindAsync(CancellationToken.None);
        await Task.WhenAll(_accepting);
        await Task.WhenAll(_open.All().Select(c => c.EndAsync()));
        if (await _open.DrainAsync(_options.DrainTimeout, _time))
            return;
        _logger.ConnectionsCut(_open.Abort());
        await _open.DrainAsync(CutTimeout, _time);
    }

    /// <summary>Lets a user's sessions finish as a stop does, and cuts those that are left after <see cref="MailServerOptions.DrainTimeout"/>.</summary>
    public async Task EndSessionsAsync(UserName user)
    {
        var ending = _open.All().Where(c => c.User == user).ToList();
        await Task.WhenAll(ending.Select(c => c.EndAsync()));
        try
        {
            await Task.WhenAll(ending.Select(c => c.Served)).WaitAsync(_options.DrainTimeout, _time);
        }
        catch (TimeoutException)
        {
            foreach (var left in ending.Where(c => !c.Served.IsCompleted))
                left.Abort("The user was removed");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners)
        {
            await listener.DisposeAsync();
            if (listener.EndPoint is UnixDomainSocketEndPoint unix)
                UnixSocketFile.Delete(unix);
        }
    }

    private async Task<IConnectionListener> BindAsync(ListenAddress address, CancellationToken ct)
    {
        try
        {
            if (address.EndPoint is UnixDomainSocketEndPoint stale)
                UnixSocketFile.DeleteStale(stale);
            var listener = await _transport.BindAsync(address.EndPoint, ct);
            if (address.EndPoint is UnixDomainSocketEndPoint fresh)
                UnixSocketFile.OpenToAll(fresh);
            return listener;
        }
        catch (AddressInUseException)
        {
            throw new ListenException(address, SocketError.AddressAlreadyInUse);
        }
        catch (SocketException e)
        {
            throw new ListenException(address, e.SocketErrorCode);
        }
    }

    private async Task AcceptAsync(IConnectionListener listener, ListenAddress address)
    {
        try
        {
            while (await listener.AcceptAsync(CancellationToken.None) is { } context)
            {
                var connection = new MailConnection(address, context, _options, _counter, _tls, _time.GetUtcNow());
                _open.Add(connection);
                connection.Served = Task.Run(() => ServeAsync(connection, context), CancellationToken.None);
            }
        }
        catch (Exception e)
        {
            _logger.AcceptFailed(address, e);
        }
    }

    /// <summary>The life of one connection. Whatever goes wrong in it ends it alone.</summary>
    private async Task ServeAsync(MailConnection connection, ConnectionContext context)
    {
        using var scope = _logger.BeginScope(connection);
        _logger.ConnectionAccepted();
        try
        {
            await AdmitAsync(connection, context.RemoteEndPoint);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            _logger.ConnectionBroken(e.Message);
        }
        catch (Exception e)
        {
            _logger.SessionFailed(e);
        }

        await CloseAsync(connection, context);
        _open.Remove(connection);
        connection.Dispose();
        _logger.ConnectionEnded();
    }

    private async Task AdmitAsync(MailConnection connection, EndPoint? remote)
    {
        var address = connection.Listener;
        if (!_counter.TryEnter(remote))
        {
            _logger.ConnectionRefused(remote);
            await RefuseAsync(connection);
            return;
        }

        try
        {
            if (address.ImplicitTls)
                await connection.StartTlsAsync(connection.Ending);
            await _sessions(address.Protocol)(connection, connection.Ending);
        }
        finally
        {
            connection.LeaveUser();
            _counter.Leave(remote);
        }
    }

    /// <summary>Says why, in TLS where that was expected; beyond a few at once the bare close has to do.</summary>
    private async Task RefuseAsync(MailConnection connection)
    {
        try
        {
            if (Interlocked.Increment(ref _refusals) > MaxRefusalsAtOnce)
                return;
            if (connection.Listener.ImplicitTls)
                await connection.StartTlsAsync(connection.Ending);
            await connection.Transport.Output.WriteAsync(Refusal.Of(connection.Listener.Protocol), connection.Ending);
        }
        finally
        {
            Interlocked.Decrement(ref _refusals);
        }
    }

    private async Task CloseAsync(MailConnection connection, ConnectionContext context)
    {
        await using var linger = _time.CreateTimer(
            static c => ((MailConnection)c!).Abort("The client does not fetch the end"), connection, _options.LingerTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            if (connection.Tls is not null)
                await connection.Tls.DisposeAsync();
            await context.DisposeAsync();
        }
        catch (Exception e)
        {
            _logger.ConnectionBroken(e.Message);
        }
    }
}
