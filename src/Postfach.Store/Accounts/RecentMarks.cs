using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// From which UID on each mailbox's messages are new to everybody: RFC 3501 §2.3.2, \Recent. No news, so no row of the feed: kept in memory and written
/// along with the next commit, or when the account is closed. After a crash some messages may be new once more. Any thread may call.
/// </summary>
internal sealed class RecentMarks
{
    private readonly Lock _marking = new();
    private readonly Dictionary<MailboxId, Uid> _firsts = [];
    private readonly HashSet<MailboxId> _unwritten = [];

    /// <summary>The first UID that no session has been shown as recent.</summary>
    public Uid this[MailboxId mailbox]
    {
        get
        {
            lock (_marking)
                return _firsts.GetValueOrDefault(mailbox, new Uid(1));
        }
    }

    public void Read(IEnumerable<(MailboxId Mailbox, Uid First)> stored)
    {
        lock (_marking)
        {
            // What is known here is later than what the file has.
            foreach (var (mailbox, first) in stored)
                _firsts.TryAdd(mailbox, first);
        }
    }

    /// <summary>Takes all UIDs below <paramref name="next"/> that nobody has taken yet; each is given once.</summary>
    public UidSet Take(MailboxId mailbox, Uid next)
    {
        lock (_marking)
        {
            var first = _firsts.GetValueOrDefault(mailbox, new Uid(1));
            if (first >= next)
                return UidSet.Empty;
            _firsts[mailbox] = next;
            _unwritten.Add(mailbox);
            return UidSet.Range(first, new Uid(next.Value - 1));
        }
    }

    /// <summary>Writes what changed since the last time. Used by the account's writer.</summary>
    public void Write(AccountFile file)
    {
        lock (_marking)
        {
            foreach (var mailbox in _unwritten)
                file.Mailboxes.WriteRecent(mailbox, _firsts[mailbox]);
            _unwritten.Clear();
        }
    }
}
