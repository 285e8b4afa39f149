using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Postfach.Mail;
using Postfach.Server.Connections;

namespace Postfach.Server.Listeners;

/// <summary>
/// One client's connection, as its session sees it, and the scope of what is logged meanwhile: it says then who is at work on what. Used by one session, not
/// thread-safe, closed by the listener when the session ends.
/// </summary>
public sealed class MailConnection : IClientConnection, IDisposable
{
    private readonly ConnectionContext _context;
    private readonly MailServerOptions _options;
    private readonly ConnectionCounter _counter;
    private readonly TlsUpgrade _tls;
    private readonly CancellationTokenSource _ending = new();
    private volatile UserName? _user;
    private volatile string? _command;
    private bool _isCounted;

    internal MailConnection(ListenAddress listener, ConnectionContext context, MailServerOptions options, ConnectionCounter counter, TlsUpgrade tls, DateTimeOffset since)
    {
        (_context, _options, _counter, _tls, Listener, Since) = (context, options, counter, tls, listener, since);
        Transport = context.Transport;
        var address = (context.RemoteEndPoint as IPEndPoint)?.Address;
        IsLoopback = address is null || IPAddress.IsLoopback(address);
        Peer = address is null ? "unix" : address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString() : address.ToString();
    }

    public string Id => _context.ConnectionId;

    public ListenAddress Listener { get; }

    public DateTimeOffset Since { get; }

    /// <summary>Who has logged in; null: nobody yet. Other threads may look.</summary>
    public UserName? User => _user;

    /// <summary>The command at work; null between commands. Other threads may look.</summary>
    public string? Command
    {
        get => _command;
        set => _command = value;
    }

    /// <summary>The client's address without its port, or <c>unix</c>.</summary>
    public string Peer { get; }

    /// <summary>The client is on this machine.</summary>
    public bool IsLoopback { get; }

    /// <summary>What the client sends and is sent: another object after <see cref="StartTlsAsync"/>.</summary>
    public IDuplexPipe Transport { get; private set; }

    /// <summary>TLS, once it is there.</summary>
    public TlsConnection? Tls { get; private set; }

    public bool IsEncrypted => Tls is not null;

    /// <summary>A password may come now: the connection is encrypted, or comes from where clear text is allowed.</summary>
    public bool MayLogIn => IsEncrypted || _options.ClearTextLogIn switch
    {
        ClearTextLogIn.Always => true,
        ClearTextLogIn.Loopback => IsLoopback,
        _ => false,
    };

    public byte[]? ChannelBinding(string type) => Tls?.ChannelBinding(type);

    /// <summary>Cancelled when the client is gone or the connection was cut.</summary>
    public CancellationToken Closed => _context.ConnectionClosed;

    /// <summary>Cancelled when the session shall say goodbye: the server stops, or the user was removed.</summary>
    internal CancellationToken Ending => _ending.Token;

    /// <summary>Ends when the connection has been served.</summary>
    internal Task Served { get; set; } = Task.CompletedTask;

    /// <summary>Goes on in TLS; before it, flush what was said in clear text, and take up reading anew after it.</summary>
    /// <exception cref="IOException">No handshake came about; let it end the session.</exception>
    public async Task StartTlsAsync(CancellationToken ct)
    {
        Tls = await _tls.AcceptAsync(_context.Transport, ct);
        Transport = Tls;
    }

    public void AcknowledgeNow()
    {
        if (OperatingSystem.IsLinux() && _context.RemoteEndPoint is IPEndPoint && _context.Features.Get<IConnectionSocketFeature>() is { Socket: var socket })
            QuickAcknowledgement.Ask(socket);
    }

    /// <summary>Counts this connection as the user's, after a log-in. False: the user has as many as one may have.</summary>
    public bool TryEnter(UserName user)
    {
        LeaveUser();
        if (!_counter.TryEnter(user))
            return false;
        (_user, _isCounted) = (user, true);
        return true;
    }

    /// <summary>Counts no more as the user's. Whose it was is still known, for the log.</summary>
    public void LeaveUser()
    {
        if (_isCounted && _user is not null)
            _counter.Leave(_user);
        _isCounted = false;
    }

    /// <summary>Lets the session finish what it is doing and say goodbye.</summary>
    internal async Task EndAsync()
    {
        try
        {
            await _ending.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>Cuts the connection; reading and writing end at once.</summary>
    public void Abort(string why) => _context.Abort(new ConnectionAbortedException(why));

    public void Dispose() => _ending.Dispose();

    public override string ToString() =>
        string.Concat($"{Listener.Name} {Id} {Peer}", User is { } user ? $" user={user}" : "", Command is { } command ? $" command={command}" : "");
}
