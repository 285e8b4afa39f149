using Postfach.Mail;

namespace Postfach.Store;

/// <summary>A mailbox of an open account, with its messages at hand. Any thread may call.</summary>
public sealed class Mailbox
{
    private readonly Func<AccountState> _account;

    // Replaced at each change; whoever waits holds the one it saw.
    private volatile TaskCompletionSource _change = NewSignal();

    internal Mailbox(MailboxId id, Func<AccountState> account) => (Id, _account) = (id, account);

    public MailboxId Id { get; }

    /// <summary>Its name now; null once it is deleted.</summary>
    public MailboxName? Name => Version.Name;

    /// <summary>Its messages as of its last committed change.</summary>
    public MailboxSnapshot Current => Version.Snapshot!; // loaded before this object was given out, and never dropped while the account is open

    private MailboxVersion Version => _account().Mailboxes[Id];

    /// <summary>Ends once <see cref="Current"/> is another than <paramref name="seen"/>, or the mailbox is deleted or renamed.</summary>
    public async Task WaitForChangeAsync(MailboxSnapshot seen, CancellationToken ct)
    {
        // The signal first: a change between the two looks is then not missed.
        var change = _change;
        if (ReferenceEquals(Current, seen) && Name is not null)
            await change.Task.WaitAsync(ct);
    }

    internal void SignalChange()
    {
        var change = _change;
        _change = NewSignal();
        change.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
