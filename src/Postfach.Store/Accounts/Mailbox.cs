using Postfach.Mail;

namespace Postfach.Store;

/// <summary>A mailbox of an open account, with its messages at hand. Any thread may call.</summary>
public sealed class Mailbox
{
    private readonly Func<AccountState> _account;
    private readonly RecentMarks _recent;

    // Replaced at each change; whoever waits holds the one it saw.
    private volatile TaskCompletionSource _change = NewSignal();

    internal Mailbox(MailboxId id, RecentMarks recent, Func<AccountState> account) => (Id, _recent, _account) = (id, recent, account);

    public MailboxId Id { get; }

    /// <summary>Its name now; null once it is deleted.</summary>
    public MailboxName? Name => Version.Name;

    /// <summary>Its messages as of its last committed change.</summary>
    public MailboxSnapshot Current => Version.Snapshot!; // loaded before this object was given out, and never dropped while the account is open

    /// <summary>The first UID that no session has been shown as \Recent. RFC 3501 §2.3.2.</summary>
    public Uid FirstRecent => _recent[Id];

    private MailboxVersion Version => _account().Mailboxes[Id];

    /// <summary>
    /// Takes the messages of a snapshot that no session has been shown as \Recent yet: each is given to one session only. Not durable before the
    /// account's next commit.
    /// </summary>
    public UidSet TakeRecent(MailboxSnapshot snapshot) => _recent.Take(Id, snapshot.UidNext);

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
