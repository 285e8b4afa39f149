using System.Buffers;
using Postfach.Mail;
using Postfach.Protocol.Lmtp;
using Postfach.Store;

namespace Postfach.Server.Lmtp;

/// <summary>
/// One recipient's copy of a message on its way into the account, with trace fields of its own. What goes wrong here is this recipient's reply
/// and touches no other. Not thread-safe.
/// </summary>
internal sealed class Delivery(LmtpService service, LmtpRecipient recipient, TraceFields trace, string peer) : IAsyncDisposable
{
    private static readonly LmtpReply OurFault = LmtpReply.Enhanced(451, 3, 0, "The server could not do this; try again later");

    private AccountLease? _lease;
    private IncomingMessage? _content;
    private MailboxName _mailbox = MailboxName.Inbox;
    private bool _failed;

    public LmtpRecipient Recipient => recipient;

    /// <summary>Opens the account and writes the trace fields.</summary>
    public Task BeginAsync() => GuardAsync(async () =>
    {
        _lease = await service.Store.OpenAsync(recipient.User.Account, CancellationToken.None);
        _content = _lease.Account.BeginMessage();
        var fields = new ArrayBufferWriter<byte>();
        trace.WriteTo(fields);
        await _content.WriteAsync(fields.WrittenMemory, CancellationToken.None);
    });

    /// <summary>Takes the next bytes of the message.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_failed || _content is not { } content)
            return default;
        var writing = content.WriteAsync(bytes, CancellationToken.None);
        return writing.IsCompletedSuccessfully ? default : new ValueTask(GuardAsync(() => writing.AsTask()));
    }

    /// <summary>Appends the message to the mailbox that the detail names, or to INBOX; when it returns 250 the message is on stable storage.</summary>
    public async Task<LmtpReply> CommitAsync()
    {
        AppendResult? result = null;
        await GuardAsync(async () => result = await AppendAsync());
        if (result is not AppendResult.Appended appended || _content is not { } content)
            return OurFault;
        service.Logger.Delivered(
            trace.Id, trace.ReversePath.ToString(), recipient.User.Name.Value, recipient.Path.ToString(), content.Length, _mailbox.Value, appended.Uids.ToString());
        return LmtpReply.Enhanced(250, 0, 0, $"Delivered as {trace.Id}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_content is { } content)
            await GuardAsync(() => content.DisposeAsync().AsTask());
        _lease?.Dispose();
    }

    private async Task<AppendResult?> AppendAsync()
    {
        if (_lease is not { } lease || _content is not { } content)
            return null;
        var message = new NewMessage(content, FlagSet.Empty, InternalDate: null);
        _mailbox = DetailMailbox(lease.Account.Mailboxes) ?? MailboxName.Inbox;
        return await lease.Account.AppendAsync(_mailbox, [message], new Actor("", "lmtp", peer), CancellationToken.None);
    }

    private MailboxName? DetailMailbox(MailboxTree mailboxes)
    {
        if (recipient.Detail is not { } detail || !MailboxName.TryParse(detail, out var name, out _))
            return null;

        // Senders write addresses in lower case, whatever case they were given in.
        return (mailboxes.Find(name) ?? mailboxes.ByName.Values.FirstOrDefault(m => string.Equals(m.Name.Value, name.Value, StringComparison.OrdinalIgnoreCase)))?.Name;
    }

    /// <summary>Whatever the store throws ends this delivery alone; after that nothing more is tried.</summary>
    private async Task GuardAsync(Func<Task> step)
    {
        if (_failed)
            return;
        try
        {
            await step();
        }
        catch (Exception e)
        {
            _failed = true;
            service.Logger.DeliveryFailed(trace.Id, recipient.User.Name.Value, e);
        }
    }
}
