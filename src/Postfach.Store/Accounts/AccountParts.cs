using Microsoft.Extensions.Logging;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>What the parts of one open account share.</summary>
internal sealed record AccountParts(
    AccountId Id,
    string Folder,
    StoreOptions Options,
    TimeProvider Time,
    ILogger Logger,
    AccountMarks Marks,
    ThreadMemory ThreadMemory)
{
    public FlagTable Flags { get; } = new();

    public RecentMarks Recent { get; } = new();

    public string MailPath => Path.Combine(Folder, "mail.db");

    /// <summary>Reads the account's state out of its file: mailboxes as of the checkpoint, and the rows of the feed after it.</summary>
    public (ModSeq Checkpoint, AccountState State) ReadState(AccountFile file)
    {
        var identity = file.ReadIdentity();
        Recent.Read(file.Mailboxes.ReadRecent());
        var tree = MailboxTree.Empty.ByName.ToBuilder();
        var mailboxes = new Dictionary<MailboxId, MailboxVersion>();
        long lastMailbox = 0;
        foreach (var (entry, head) in file.Mailboxes.ReadAll())
        {
            lastMailbox = head.Mailbox.Value;
            mailboxes[head.Mailbox] = new MailboxVersion(entry?.Name, head, null);
            if (entry is not null)
                tree[entry.Name.Value] = entry;
        }

        var clock = identity.Checkpoint;
        var nextBody = identity.NextBody;
        file.Feed.Replay(identity.Checkpoint, null, (modSeq, mailbox, kind, uids, data) =>
        {
            clock = modSeq;
            var entry = FeedEntry.Read(kind, uids, data, Flags);
            if (entry is FeedEntry.Append append)
                nextBody = Extremes.Max(nextBody, new BodyId(append.Messages.Records.Max(r => r.Body) + 1));
            foreach (var touched in entry is FeedEntry.Jump && mailbox == default ? [.. mailboxes.Keys] : new[] { mailbox })
            {
                if (mailboxes.TryGetValue(touched, out var before))
                    mailboxes[touched] = entry.ApplyTo(before, modSeq, Flags);
            }
        });
        foreach (var deleted in mailboxes.Values.Where(m => m.Name is null).ToList())
            mailboxes.Remove(deleted.Head.Mailbox);
        var state = new AccountState(
            clock,
            new MailboxTree(tree.ToImmutable(), file.Mailboxes.ReadSubscriptions()),
            System.Collections.Immutable.ImmutableDictionary.CreateRange(mailboxes),
            lastMailbox + 1,
            identity.LastUidValidity,
            nextBody);
        return (identity.Checkpoint, state);
    }
}
