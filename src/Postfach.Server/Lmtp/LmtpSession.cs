using System.Buffers;
using Postfach.Protocol.Lines;
using Postfach.Protocol.Lmtp;
using Postfach.Server.Connections;
using Postfach.Server.Lmtp.Commands;

namespace Postfach.Server.Lmtp;

/// <summary>One client's session: reads commands and answers each in turn. RFC 2033.</summary>
internal sealed class LmtpSession : IAsyncDisposable
{
    private readonly LineConversation _lines;
    private int _deliveries;
    private bool _over;

    public LmtpSession(LmtpService service, IClientConnection connection, CancellationToken stopping)
    {
        (Service, Connection) = (service, connection);
        _lines = new LineConversation(connection.Transport, LineEnding.CrLf, service.Options.MaxLineLength, service.Time, stopping);
    }

    public LmtpService Service { get; }

    public IClientConnection Connection { get; }

    /// <summary>What the client called itself; null before LHLO.</summary>
    public string? Client { get; set; }

    /// <summary>Null outside a mail transaction.</summary>
    public LmtpTransaction? Transaction { get; private set; }

    public async Task RunAsync()
    {
        try
        {
            await ConverseAsync();
        }
        catch (OperationCanceledException) when (_lines.HasTimedOut)
        {
            // RFC 5321 §4.5.3.2: it goes out with the close; this end waits no more.
            Service.Logger.TimedOut();
            Write(LmtpReply.Enhanced(421, 4, 2, "Nothing came for too long"));
        }
    }

    public void Write(LmtpReply reply)
    {
        reply.WriteTo(_lines.Output);
        if (!Service.Transcript.IsOn)
            return;
        var told = new ArrayBufferWriter<byte>();
        reply.WriteTo(told);
        Service.Transcript.Reply(told.WrittenSpan);
    }

    public ValueTask SendAsync() => _lines.SendAsync(Service.Options.Timeout);

    /// <summary>The bytes of a message, in pieces; it ends even when the server wants to stop meanwhile.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadMessageAsync() => _lines.ReadBodyAsync(Service.Options.Timeout);

    /// <summary>So many bytes, in pieces.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadChunkAsync(long size) => _lines.ReadExactlyAsync(size, Service.Options.Timeout);

    public void Begin(LmtpTransaction transaction) => Transaction = transaction;

    public async ValueTask EndTransactionAsync()
    {
        var ended = Transaction;
        Transaction = null;
        if (ended is not null)
            await ended.DisposeAsync();
    }

    /// <summary>Delivers the message and answers for each recipient; the transaction is over.</summary>
    public async Task CommitAsync(MessageIntake intake)
    {
        foreach (var reply in await intake.CommitAsync())
            Write(reply);
        await EndTransactionAsync();
    }

    public void DropInput() => _lines.DropInput();

    /// <summary>Goes on in TLS, as if the connection were new. RFC 3207 §4.2.</summary>
    public async Task StartTlsAsync(CancellationToken ct)
    {
        await _lines.StartTlsAsync(Connection, ct);
        Client = null;
        await EndTransactionAsync();
    }

    /// <summary>Names one recipient's delivery of one message.</summary>
    public string NextDeliveryId() => $"{Connection.Id}-{++_deliveries}";

    /// <summary>No command is answered after this one.</summary>
    public void End() => _over = true;

    public async ValueTask DisposeAsync()
    {
        await EndTransactionAsync();
        _lines.Dispose();
    }

    private async Task ConverseAsync()
    {
        // RFC 5321 §4.2: the greeting has the host's name as its first word.
        Write(LmtpReply.Plain(220, $"{Service.Options.HostName} LMTP Postfach ready"));
        while (!_over)
        {
            Connection.Command = null;
            var next = await _lines.NextAsync(Service.Options.Timeout);
            switch (next.Kind)
            {
                case LineEventKind.Line:
                    await AnswerAsync(next.Line.Span);
                    break;
                case LineEventKind.TooLong:
                    // RFC 5321 §4.5.3.1.9: 500 for a line that is too long.
                    Write(LmtpReply.Enhanced(500, 5, 6, "The line is too long"));
                    break;
                case LineEventKind.Stopping:
                    Write(LmtpReply.Enhanced(421, 3, 2, "The server is stopping"));
                    End();
                    break;
                default:
                    return;
            }
        }

        await SendAsync();
    }

    private ValueTask AnswerAsync(ReadOnlySpan<byte> line)
    {
        if (!LmtpRequest.TryRead(line, out var request, out var refusal))
        {
            Service.Transcript.Secret(null);
            Write(refusal);

            // RFC 5321 §3.8: 421 says that the connection is closed.
            if (refusal.Code == 421)
                End();
            return default;
        }

        var row = LmtpCommandTable.RowOf(request);
        Connection.Command = row.Name;
        Service.Transcript.Command(line);
        if (row.NeedsLhlo && Client is null)
        {
            Write(LmtpReply.Enhanced(503, 5, 1, "Say LHLO first"));
            return default;
        }

        return RunAsync(row, request);
    }

    private async ValueTask RunAsync(LmtpCommandRow row, LmtpRequest request)
    {
        try
        {
            await row.Run(this, request, Connection.Closed);
        }
        catch (Exception e) when (!_lines.IsBroken && e is not OperationCanceledException)
        {
            Service.Logger.CommandFailed(row.Name, e);
            await EndTransactionAsync();
            Write(LmtpReply.Enhanced(451, 3, 0, "The server could not do this; try again later"));
        }
    }
}
