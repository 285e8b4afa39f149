using System.Buffers;
using Microsoft.Extensions.Logging;
using Postfach.Mail;
using Postfach.Protocol.Lmtp;
using Postfach.Store;

namespace Postfach.Server.Deliveries;

/// <summary>
/// One recipient's copy of a message on its way into the account, with trace fields of its own. What goes wrong here is logged, ends this delivery and
/// touches no other. Not thread-safe.
/// </summary>
public sealed class Delivery : IAsyncDisposable
{
    private readonly MailStore _store;
    private readonly Recipient _recipient;
    private readonly TraceFields _trace;
    private readonly Actor _actor;
    private readonly ILogger _logger;
    private AccountLease? _lease;
    private IncomingMessage? _content;
    private MailboxName _mailbox = MailboxName.Inbox;
    private bool _failed;

    internal Delivery(MailStore store, Recipient recipient, TraceFields trace, Actor actor, ILogger logger) =>
        (_store, _recipient, _trace, _actor, _logger) = (store, recipient, trace, actor, logger);

    /// <summary>What the log calls it.</summary>
    public string Id => _trace.Id;

    /// <summary>More bytes came than a message may have; it will not be delivered.</summary>
    public bool IsTooBig => _content is { IsTooBig: true };

    /// <summary>Takes the next bytes of the message.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_failed || _content is not { } content)
            return default;
        var writing = content.WriteAsync(bytes, CancellationToken.None);
        return writing.IsCompletedSuccessfully ? default : new ValueTask(GuardAsync(() => writing.AsTask()));
    }

    /// <summary>Appends the message to the recipient's mailbox, or to INBOX where that one is not there.</summary>
    /// <returns>True: it is on stable storage.</returns>
    public async Task<bool> CommitAsync()
    {
        AppendResult? result = null;
        await GuardAsync(async () => result = await AppendAsync());
        if (result is not AppendResult.Appended appended || _content is not { } content)
            return false;
        _logger.Delivered(_trace.Id, _trace.ReversePath, _recipient.User.Name, _recipient.Path, content.Length, _mailbox, appended.Uids.ToString());
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_content is { } content)
            await GuardAsync(() => content.DisposeAsync().AsTask());
        _lease?.Dispose();
    }

    /// <summary>Opens the account and writes the trace fields.</summary>
    internal Task BeginAsync() => GuardAsync(async () =>
    {
        _lease = await _store.OpenAsync(_recipient.User.Account, CancellationToken.None);
        _content = _lease.Account.BeginMessage();
        var fields = new ArrayBufferWriter<byte>();
        _trace.WriteTo(fields);
        await _content.WriteAsync(fields.WrittenMemory, CancellationToken.None);
    });

    private async Task<AppendResult?> AppendAsync()
    {
        if (_lease is not { } lease || _content is not { IsTooBig: false } content)
            return null;
        var message = new NewMessage(content, FlagSet.Empty, InternalDate: null);
        _mailbox = MailboxIn(lease.Account.Mailboxes) ?? MailboxName.Inbox;
        return await lease.Account.AppendAsync(_mailbox, [message], _actor, CancellationToken.None);
    }

    private MailboxName? MailboxIn(MailboxTree mailboxes)
    {
        if (_recipient.Mailbox is not { } text || !MailboxName.TryParse(text, out var name, out _))
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
            _logger.DeliveryFailed(_trace.Id, _recipient.User.Name, e);
        }
    }
}
