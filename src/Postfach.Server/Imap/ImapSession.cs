using System.Buffers;
using System.IO.Pipelines;
using Postfach.Mail;
using Postfach.Protocol.Imap;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Server.Connections;
using Postfach.Server.Imap.Commands;
using Postfach.Store;

namespace Postfach.Server.Imap;

/// <summary>One client's session: reads commands and answers each in turn. RFC 9051 §3.</summary>
internal sealed class ImapSession : IDisposable
{
    private readonly long _start;
    private AccountLease? _lease;
    private int _syntaxErrors;
    private bool _over;

    public ImapSession(ImapService service, IClientConnection connection, CancellationToken stopping)
    {
        (Service, Connection) = (service, connection);
        Conversation = new ImapConversation(
            connection.Transport, service.Limits.BeforeLogIn, service.Limits.StallTimeout, service.Time, stopping);
        _start = service.Time.GetTimestamp();
    }

    public ImapService Service { get; }

    public IClientConnection Connection { get; }

    public ImapConversation Conversation { get; }

    public PipeWriter Output => Conversation.Output;

    public int FailedLogIns { get; set; }

    public User? User { get; private set; }

    /// <summary>What the client says it is. RFC 2971.</summary>
    public string ClientName { get; set; } = "";

    public Actor Actor => new(User?.Name.Value ?? "", "imap", ClientName.Length == 0 ? Connection.Peer : $"{ClientName} at {Connection.Peer}");

    /// <summary>The mail of who is logged in.</summary>
    public Account Account => _lease?.Account ?? throw new InvalidOperationException("Nobody is logged in.");

    /// <summary>Null while none is.</summary>
    public SelectedMailbox? Selected { get; private set; }

    public ImapExtensions Enabled { get; private set; }

    public bool IsRev2 => Enabled.HasFlag(ImapExtensions.Rev2);

    /// <summary>How mailbox names travel in this session.</summary>
    public MailboxNameForm Names => (Enabled & (ImapExtensions.Rev2 | ImapExtensions.Utf8Accept)) == 0 ? MailboxNameForm.ModifiedUtf7 : MailboxNameForm.Utf8;

    /// <summary>The running command's tag.</summary>
    public string Tag { get; private set; } = "";

    /// <summary>Half of a response has been written: from here on a failure can only be told by closing the connection.</summary>
    public bool IsInsideResponse { get; set; }

    /// <summary>What the running command has to do once its reply is written; null: nothing.</summary>
    public Func<CancellationToken, Task>? AfterReply { get; set; }

    public ImapStates State =>
        User is null ? ImapStates.NotAuthenticated : Selected is null ? ImapStates.Authenticated : ImapStates.Selected;

    public TimeSpan Timeout
    {
        get
        {
            if (User is not null)
                return Service.Limits.AutoLogout;
            var left = Service.Limits.LogInTimeout - Service.Time.GetElapsedTime(_start);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public async Task RunAsync()
    {
        Write(new ImapReply.Ok(new ImapCode.Capability(ImapCapabilities.Of(Connection, State)), "Postfach ready"), "*");
        while (!_over)
        {
            Connection.Command = null;
            await HandleAsync(await Conversation.NextCommandAsync(Timeout));
        }

        await Conversation.SendAsync();
    }

    /// <summary>Nothing is answered after what has been written so far.</summary>
    public void End() => _over = true;

    /// <summary>Says goodbye for a reason that lies with the server or with time. RFC 9051 §7.1.5.</summary>
    public void End(string why)
    {
        Write(new ImapReply.Bye(why), "*");
        End();
    }

    /// <summary>The same, behind the reply of the running command.</summary>
    public void EndAfterReply(string why) => AfterReply = _ =>
    {
        End(why);
        return Task.CompletedTask;
    };

    /// <summary>Deals with what came instead of a line or a command.</summary>
    /// <returns>False: it was a line or a command, and is still to be dealt with.</returns>
    public bool HandleEnd(in ImapEvent next)
    {
        switch (next.Kind)
        {
            case ImapEventKind.TimedOut:
                Service.Logger.EndedWithoutLogout("time-out");
                End("You have been idle for too long");
                return true;
            case ImapEventKind.Stopping:
                End("The server ends the session");
                return true;
            case ImapEventKind.Frame when next.Frame.Kind == ImapFrameKind.Ended:
                Service.Logger.EndedWithoutLogout("the client went away");
                End();
                return true;
            default:
                return false;
        }
    }

    /// <summary>Goes on in TLS, as if the connection were new. RFC 9051 §6.2.1.</summary>
    public async Task StartTlsAsync(CancellationToken ct)
    {
        Conversation.DropInput();
        await Conversation.SendAsync();
        await Connection.StartTlsAsync(ct);
        Conversation.Restart(Connection.Transport);
        ClientName = "";
    }

    /// <summary>The session keeps the lease from now on.</summary>
    public void LogIn(User user, AccountLease lease)
    {
        (User, _lease) = (user, lease);
        Conversation.Limits = Service.Limits.AfterLogIn;
    }

    public void Select(SelectedMailbox? mailbox) => Selected = mailbox;

    /// <summary>Switches extensions on, for the rest of the session.</summary>
    public void Enable(ImapExtensions extensions)
    {
        // RFC 7162 §3.2.3: QRESYNC brings CONDSTORE with it.
        if (extensions.HasFlag(ImapExtensions.QResync))
            extensions |= ImapExtensions.CondStore;
        var isNewlyAware = extensions.HasFlag(ImapExtensions.CondStore) && !Enabled.HasFlag(ImapExtensions.CondStore);
        Enabled |= extensions;

        // RFC 7162 §3.1: whoever becomes aware of mod-sequences with a mailbox selected is told where it stands.
        if (isNewlyAware && Selected is { } selected)
            new ImapReply.Ok(new ImapCode.HighestModSeq(selected.ToldModSeq), "Up to here").Write(Output, "*");
    }

    public void Dispose()
    {
        _lease?.Dispose();
        Conversation.Dispose();
    }

    private ValueTask HandleAsync(in ImapEvent next)
    {
        if (HandleEnd(next))
            return default;
        var reader = new ImapReader(next.Frame.Bytes.Span, Names);
        var isTagged = TaggedCommand.TryRead(ref reader, out var command);
        var tag = command.Tag.Length == 0 ? "*" : command.Tag;
        switch (next.Frame.Kind)
        {
            case ImapFrameKind.LineTooLong:
                return RefuseAsync(tag, new ImapReply.Bad(ImapCode.Limit, "The line is too long"));
            case ImapFrameKind.LiteralTooBig:
                return RefuseAsync(tag, new ImapReply.No(ImapCode.Limit, "The literal is too big"));
            case ImapFrameKind.LiteralTooBigOnTheWay:
                // RFC 7888 §4: the server may close instead of reading all of it.
                End("The literal is too big");
                return default;
        }

        if (!isTagged)
            return RefuseAsync(tag, new ImapReply.Bad(reader.Error ?? "This is no command"));
        if (ImapCommandTable.Find(command.Name) is not { } row)
            return RefuseAsync(tag, new ImapReply.Bad("There is no such command"));
        Connection.Command = row.Name;
        if ((row.States & State) == 0)
            return RefuseAsync(tag, WrongState(row));
        if (!row.Read(ref reader, out var run))
            return RefuseAsync(tag, new ImapReply.Bad(reader.Error ?? "The arguments are wrong"));
        _syntaxErrors = 0;
        Tag = tag;
        if (row.HoldsSecret)
            Service.Transcript.Secret($"{tag} {row.Name}");
        else
            Service.Transcript.Command(next.Frame.Bytes.Span);
        return RunAsync(row, run, tag);
    }

    private ImapReply.Bad WrongState(ImapCommandRow row) => State switch
    {
        ImapStates.NotAuthenticated => new("Log in first"),
        ImapStates.Authenticated when row.States == ImapStates.Selected => new("Select a mailbox first"),
        _ => new("You are logged in already"),
    };

    private ValueTask RefuseAsync(string tag, ImapReply reply)
    {
        // Its tag is not told either: a password alone in a line is read as one.
        Service.Transcript.Secret(null);
        Service.Logger.SyntaxError(reply.Text);
        reply.Write(Output, tag);
        if (++_syntaxErrors > Service.Limits.MaxSyntaxErrors)
            End("This is not IMAP");
        return Conversation.SendGatheredAsync();
    }

    private void Write(ImapReply reply, string tag)
    {
        reply.Write(Output, tag);
        if (!Service.Transcript.IsOn)
            return;
        var told = new ArrayBufferWriter<byte>();
        reply.Write(told, tag);
        Service.Transcript.Reply(told.WrittenSpan);
    }

    private async ValueTask RunAsync(ImapCommandRow row, ImapRun run, string tag)
    {
        ImapReply reply;
        AfterReply = null;
        try
        {
            reply = await run(this, Connection.Closed);
        }
        catch (Exception e) when (!Conversation.IsBroken && e is not OperationCanceledException)
        {
            Service.Logger.CommandFailed(row.Name, e);
            if (IsInsideResponse)
            {
                End();
                return;
            }

            reply = e is StoreException
                ? new ImapReply.No(ImapCode.Unavailable, "The server could not do this now; try again later")
                : new ImapReply.No(ImapCode.ServerBug, "The server failed to do this");
        }

        if (_over)
            return;
        if (Selected is not null)
            await Selected.SynchronizeAsync(this, row.MayExpunge, row.IsByUid, own: null);
        Write(reply, tag);
        if (AfterReply is { } next)
            await next(Connection.Closed);
        await Conversation.SendGatheredAsync();
    }
}
