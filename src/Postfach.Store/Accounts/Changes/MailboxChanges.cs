using Postfach.Mail;

namespace Postfach.Store;

/// <summary>What can be done to mailboxes themselves, each as the writer runs it. RFC 9051 §6.3.4 to §6.3.8.</summary>
internal static class MailboxChanges
{
    /// <summary>What a new account has. RFC 6154 §2.</summary>
    private static readonly (string Name, SpecialUse Use)[] First =
    [
        ("INBOX", SpecialUse.None),
        ("Drafts", SpecialUse.Drafts),
        ("Sent", SpecialUse.Sent),
        ("Junk", SpecialUse.Junk),
        ("Trash", SpecialUse.Trash),
        ("Archive", SpecialUse.Archive),
    ];

    /// <summary>Makes the mailboxes of a new account.</summary>
    public static MailboxResult CreateFirst(WriteScope scope)
    {
        foreach (var (name, use) in First)
        {
            Create(scope, MailboxName.Parse(name), use, Actor.Postfach);
            Subscribe(scope, MailboxName.Parse(name), subscribed: true, Actor.Postfach);
        }

        return Done(scope.State.Tree.Find(MailboxName.Inbox)!); // just made
    }

    public static MailboxResult Create(WriteScope scope, MailboxName name, SpecialUse use, Actor actor)
    {
        if (scope.State.Tree.Find(name) is not null)
            return new MailboxResult.AlreadyExists();
        if (scope.State.Tree.ByName.Count >= scope.Options.MaxMailboxes)
            return new MailboxResult.TooMany();
        var entry = new MailboxEntry(new MailboxId(scope.State.NextMailbox), name, use, scope.NewUidValidity());
        var head = new SnapshotHead(entry.Id, entry.UidValidity, new Uid(1), default, []);
        var state = scope.State with { NextMailbox = scope.State.NextMailbox + 1, Tree = scope.State.Tree.With(entry) };
        scope.State = state.With(new MailboxVersion(name, head, new MailboxSnapshot(head, [], scope.Flags)));
        scope.File.Mailboxes.Insert(entry);
        scope.Record(entry.Id, new FeedEntry.Create(name), actor);
        return Done(entry);
    }

    /// <summary>
    /// Gives a mailbox the UIDVALIDITY that it had elsewhere, so that its messages can keep their UIDs. Only where no message has ever been in it, and
    /// the account has never given that UIDVALIDITY: RFC 9051 §2.3.1.1. Otherwise it keeps its own.
    /// </summary>
    public static MailboxResult Adopt(WriteScope scope, MailboxName name, UidValidity wanted, Actor actor)
    {
        if (scope.State.Tree.Find(name) is not { } entry)
            return new MailboxResult.NoSuchMailbox();
        var isFree = wanted.Value > scope.File.ReadUnknownPast().Value && wanted.Value <= scope.Now.ToUnixTimeSeconds() && !scope.File.Mailboxes.Knows(wanted);
        if (!isFree || scope.Load(entry.Id).Exists > 0 || scope.File.Feed.HasAppended(entry.Id))
            return Done(entry);

        // One is given out in its place: a file from before this can then be told by its last one.
        scope.NewUidValidity();
        scope.Record(entry.Id, new FeedEntry.Adopt(wanted), actor);
        scope.File.Mailboxes.WriteHead(scope.State.Mailboxes[entry.Id].Head);
        entry = entry with { UidValidity = wanted };
        scope.State = scope.State with { Tree = scope.State.Tree.With(entry) };
        return Done(entry);
    }

    /// <summary>Gives no UID below this one in a mailbox any more.</summary>
    public static MailboxResult RaiseUidNext(WriteScope scope, MailboxName name, Uid least, Actor actor)
    {
        if (scope.State.Tree.Find(name) is not { } entry)
            return new MailboxResult.NoSuchMailbox();
        if (scope.State.Mailboxes[entry.Id].Head.UidNext < least)
            scope.Record(entry.Id, new FeedEntry.Jump(least), actor);
        return Done(entry);
    }

    public static MailboxResult Delete(WriteScope scope, MailboxName name, Actor actor)
    {
        if (name.IsInbox)
            return new MailboxResult.NotAllowed("INBOX cannot be deleted");
        if (scope.State.Tree.Find(name) is not { } entry)
            return new MailboxResult.NoSuchMailbox();
        var snapshot = scope.Load(entry.Id);
        MessageChanges.Remove(scope, snapshot, snapshot.Uids(), actor, other: null);
        Rename(scope, entry, to: null);
        scope.Record(entry.Id, new FeedEntry.Named(FeedKind.Delete, name), actor);
        return Done(entry);
    }

    public static MailboxResult Rename(WriteScope scope, MailboxName from, MailboxName to, Actor actor)
    {
        var moving = scope.State.Tree.ByName.Values.Where(e => e.Name == from || e.Name.IsBelow(from)).ToList();
        if (moving.Count == 0)
            return new MailboxResult.NoSuchMailbox();
        if (to.IsInbox || scope.State.Tree.Find(to) is not null)
            return new MailboxResult.AlreadyExists();
        if (from.IsInbox)
            return EmptyInboxInto(scope, to, actor);
        if (to.IsBelow(from))
            return new MailboxResult.NotAllowed("A mailbox cannot be moved below itself");
        if (moving.Any(e => scope.State.Tree.Find(e.Name.Moved(from, to)) is not null))
            return new MailboxResult.AlreadyExists();
        foreach (var entry in moving)
        {
            if (!MailboxName.TryParse(entry.Name.Moved(from, to).Value, out _, out var why))
                return new MailboxResult.NotAllowed(why);
        }

        foreach (var entry in moving)
        {
            var renamed = Rename(scope, entry, entry.Name.Moved(from, to));
            scope.Record(entry.Id, new FeedEntry.Named(FeedKind.Rename, renamed), actor);
        }

        return Done(moving[0]);
    }

    public static MailboxResult Subscribe(WriteScope scope, MailboxName name, bool subscribed, Actor actor)
    {
        var entry = scope.State.Tree.Find(name);
        if (scope.State.Tree.Subscriptions.Contains(name.Value) != subscribed)
        {
            // RFC 9051 §6.3.7: what is subscribed to need not exist; without a bound of their own such names would have none.
            if (subscribed && scope.State.Tree.Subscriptions.Count >= scope.Options.MaxMailboxes)
                return new MailboxResult.TooMany();
            scope.File.Mailboxes.WriteSubscription(name, subscribed);
            scope.State = scope.State with { Tree = scope.State.Tree.WithSubscription(name, subscribed) };
            var kind = subscribed ? FeedKind.Subscribe : FeedKind.Unsubscribe;
            scope.Record(entry?.Id ?? default, new FeedEntry.Named(kind, name), actor);
        }

        return entry is null ? new MailboxResult.Done(default, default) : Done(entry);
    }

    /// <summary>RFC 9051 §6.3.6: renaming INBOX moves its messages into a new mailbox and leaves INBOX empty, and its children where they are.</summary>
    private static MailboxResult EmptyInboxInto(WriteScope scope, MailboxName to, Actor actor)
    {
        var created = Create(scope, to, SpecialUse.None, actor);
        if (created is MailboxResult.Done)
        {
            var inbox = scope.Load(scope.State.Tree.Find(MailboxName.Inbox)!.Id); // every account has it
            MessageChanges.Move(scope, inbox.Mailbox, inbox.Uids(), to, actor);
        }

        return created;
    }

    /// <summary>Gives a mailbox its new name, or none.</summary>
    private static MailboxName Rename(WriteScope scope, MailboxEntry entry, MailboxName? to)
    {
        scope.File.Mailboxes.Rename(entry.Id, to);
        var tree = scope.State.Tree.Without(entry.Name);
        var state = scope.State with { Tree = to is null ? tree : tree.With(entry with { Name = to }) };
        scope.State = state.With(state.Mailboxes[entry.Id] with { Name = to });
        return to ?? entry.Name;
    }

    private static MailboxResult.Done Done(MailboxEntry entry) => new(entry.Id, entry.UidValidity);
}
