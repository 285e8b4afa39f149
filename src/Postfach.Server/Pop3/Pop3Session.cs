using System.Buffers;
using Postfach.Mail;
using Postfach.Protocol.Lines;
using Postfach.Protocol.Pop3;
using Postfach.Server.Connections;
using Postfach.Server.Pop3.Commands;
using Postfach.Store;

namespace Postfach.Server.Pop3;

/// <summary>One client's session: reads commands and answers each in turn. RFC 1939.</summary>
internal sealed class Pop3Session : IDisposable
{
    private readonly LineConversation _lines;
    private readonly long _start;
    private AccountLease? _lease;
    private Maildrop? _maildrop;
    private ReadAhead? _readAhead;
    private bool _over;
    private bool _isGone;
    private bool _insideBody;

    public Pop3Session(Pop3Service service, IClientConnection connection, CancellationToken stopping)
    {
        (Service, Connection) = (service, connection);
        _lines = new LineConversation(connection.Transport, LineEnding.Lf, service.Limits.MaxLineLength, service.Time, stopping);
        _start = service.Time.GetTimestamp();
    }

    public Pop3Service Service { get; }

    public IClientConnection Connection { get; }

    /// <summary>The name that USER gave and PASS has not used yet.</summary>
    public string? ClaimedName { get; set; }

    public int FailedLogIns { get; set; }

    public User? User { get; private set; }

    public Actor Actor => new(User?.Name.Value ?? "", "pop3", Connection.Peer);

    public IBufferWriter<byte> Output => _lines.Output;

    /// <summary>The mail of who is logged in.</summary>
    public Account Account => _lease?.Account ?? throw new InvalidOperationException("Nobody is logged in.");

    public Maildrop Maildrop => _maildrop ?? throw new InvalidOperationException("Nobody is logged in.");

    public ReadAhead ReadAhead => _readAhead ??= new ReadAhead(Account.Bodies, Maildrop);

    public Pop3States State => _maildrop is null ? Pop3States.Authorization : Pop3States.Transaction;

    private TimeSpan Timeout => State == Pop3States.Transaction ? Service.Limits.AutoLogout : LeftForLogIn;

    // Deviation: RFC 1939 §3 wants 10 minutes of any timer. Who has not said who they are gets less, or they could hold all connections.
    private TimeSpan LeftForLogIn
    {
        get
        {
            var left = Service.Limits.LogInTimeout - Service.Time.GetElapsedTime(_start);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public async Task RunAsync()
    {
        try
        {
            await ConverseAsync();
        }
        catch (OperationCanceledException) when (_lines.HasTimedOut)
        {
            // RFC 1939 §3: when the timer expires, the connection is closed without a response and nothing is deleted.
            Service.Logger.EndedWithoutQuit("time-out");
        }
    }

    public void Write(Pop3Reply reply)
    {
        reply.WriteTo(Output);
        if (!Service.Transcript.IsOn)
            return;
        var told = new ArrayBufferWriter<byte>();
        reply.WriteTo(told);
        Service.Transcript.Reply(told.WrittenSpan);
    }

    /// <summary>No command is answered after this one.</summary>
    public void End() => _over = true;

    /// <summary>Begins a multi-line response: from here on a failure can only be told by closing the connection.</summary>
    public void BeginBody(Pop3Reply.Ok reply)
    {
        Write(reply);
        _insideBody = true;
    }

    /// <summary>The response's last line has been written.</summary>
    public void EndBody() => _insideBody = false;

    /// <summary>Waits for a line that is no command but an answer to what was written last.</summary>
    public ValueTask<LineEvent> NextLineAsync() => _lines.NextAsync(Timeout);

    /// <summary>Deals with what came instead of a line; nothing is answered after it.</summary>
    public void HandleEnd(LineEventKind kind)
    {
        if (kind == LineEventKind.Stopping)
            Write(new Pop3Reply.Err(Pop3ResponseCode.SystemTemporary, "The server ends the session; nothing was deleted"));
        else
            Service.Logger.EndedWithoutQuit("the client went away");
        (_isGone, _over) = (kind != LineEventKind.Stopping, true);
    }

    public ValueTask SendGatheredAsync() => _lines.SendGatheredAsync(Timeout);

    public ValueTask SendAsync() => _lines.SendAsync(Timeout);

    public void DropInput() => _lines.DropInput();

    /// <summary>Goes on in TLS, as if the connection were new. RFC 2595 §4.</summary>
    public async Task StartTlsAsync(CancellationToken ct)
    {
        await _lines.StartTlsAsync(Connection, ct);
        ClaimedName = null;
    }

    /// <summary>Enters TRANSACTION; the session keeps the lease from now on.</summary>
    public void LogIn(User user, AccountLease lease, Maildrop maildrop) => (User, _lease, _maildrop) = (user, lease, maildrop);

    public void Dispose()
    {
        _readAhead?.Dispose();
        _lease?.Dispose();
        _lines.Dispose();
    }

    private async Task ConverseAsync()
    {
        Write(new Pop3Reply.Ok("Postfach ready"));
        while (!_over)
        {
            Connection.Command = null;
            var next = await _lines.NextAsync(Timeout);
            switch (next.Kind)
            {
                case LineEventKind.Line:
                    await AnswerAsync(next.Line.Span);
                    break;
                case LineEventKind.TooLong:
                    Write(new Pop3Reply.Err("The line is too long"));
                    break;
                default:
                    HandleEnd(next.Kind);
                    break;
            }
        }

        if (!_isGone)
            await SendAsync();
    }

    private ValueTask AnswerAsync(ReadOnlySpan<byte> line)
    {
        if (!Pop3Request.TryRead(line, out var request, out var refusal))
        {
            Service.Transcript.Secret(null);
            Write(refusal);
            return default;
        }

        var row = Pop3CommandTable.RowOf(request);
        Connection.Command = row.Name;
        if (row.HoldsSecret)
            Service.Transcript.Secret(row.Name);
        else
            Service.Transcript.Command(line);
        if (row.States.HasFlag(State))
            return RunAsync(row, request);
        Write(new Pop3Reply.Err(State == Pop3States.Authorization ? "Log in first" : "This command is for before the log-in"));
        return default;
    }

    private async ValueTask RunAsync(Pop3CommandRow row, Pop3Request request)
    {
        try
        {
            await row.Run(this, request, Connection.Closed);
        }
        catch (Exception e) when (!_lines.IsBroken && e is not OperationCanceledException)
        {
            Service.Logger.CommandFailed(row.Name, e);
            if (_insideBody)
                End();
            else
                Write(new Pop3Reply.Err(Pop3ResponseCode.SystemTemporary, "The server could not do this; try again later"));
        }
    }
}
