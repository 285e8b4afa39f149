using System.Buffers;
using System.Collections.Immutable;
using Postfach.Mail;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap;

/// <summary>
/// The mailbox a session has selected, and its view: the snapshot that the client has been told of. To synchronise is to tell what a later snapshot has
/// otherwise.
/// </summary>
internal sealed class SelectedMailbox(Mailbox mailbox, MailboxSnapshot view, bool isReadOnly)
{
    private const int MessagesAtATime = 128;

    private ImmutableArray<Keyword> _toldKeywords = view.Keywords;

    public Mailbox Mailbox => mailbox;

    public bool IsReadOnly => isReadOnly;

    public MailboxSnapshot View { get; private set; } = view;

    /// <summary>The messages that this session is the first to be shown. RFC 3501 §2.3.2; EXAMINE takes them from nobody (§6.3.2).</summary>
    public UidSet Recent { get; private set; } = isReadOnly ? Unshown(mailbox, view) : mailbox.TakeRecent(view);

    /// <summary>The client has been told of all changes up to this one. RFC 7162 §3.1.2.1.</summary>
    public ModSeq ToldModSeq { get; private set; } = view.HighestModSeq;

    /// <summary>What the last search saved, as <c>$</c>; those of it that are gone by now too. RFC 9051 §6.4.4.1.</summary>
    public UidSet Saved { get; set; } = UidSet.Empty;

    /// <summary>The messages at sequence numbers, or those saved; null: a number is beyond the end.</summary>
    public UidSet? Resolve(SequenceSet numbers) => numbers.IsSaved ? SavedHere() : View.Resolve(numbers);

    /// <summary>The messages of a set of UIDs that are here, or those saved.</summary>
    public UidSet ResolveUids(SequenceSet uids) => uids.IsSaved ? SavedHere() : View.ResolveUids(uids);

    /// <summary>Tells the client of what has changed since it was told last.</summary>
    /// <param name="mayExpunge">EXPUNGE may be told now; otherwise those messages stay in the view. RFC 9051 §7.5.1.</param>
    /// <param name="withUid">FETCH answers carry the UID, as those to a UID command must. RFC 9051 §6.4.9.</param>
    /// <param name="own">Not told where the client can know the outcome itself.</param>
    public async ValueTask SynchronizeAsync(ImapSession session, bool mayExpunge, bool withUid, OwnChange? own)
    {
        var conversation = session.Conversation;
        var now = mailbox.Current;
        if (ReferenceEquals(now, View))
            return;
        var next = mayExpunge ? now : now.KeepingExpunged(View);
        var difference = SnapshotDifference.Between(View, next);
        await TellExpungesAsync(session, difference);
        if (difference.Arrived > 0)
        {
            Recent = Recent.Union(isReadOnly ? Unshown(mailbox, next) : mailbox.TakeRecent(next));
            TellExists(session, next);
        }

        TellKeywords(conversation.Output, next);
        await TellChangesAsync(session, next, difference.Changed, withUid, own);
        var isComplete = ReferenceEquals(next, now);
        View = isComplete || own is null ? next : own.On(next);
        if (isComplete)
            ToldModSeq = now.HighestModSeq;
    }

    /// <summary>
    /// Changes the flags of messages that somebody has expunged and this client still sees: for this client alone, and as long as it sees them.
    /// RFC 2180 §4.2.2.
    /// </summary>
    public void ChangeExpunged(UidSet uids, FlagChange change)
    {
        // A keyword that the mailbox never got is not one that the client was told of.
        var known = FlagSet.Of(change.Flags.System, change.Flags.Keywords.Where(k => View.Keywords.Contains(k)));
        if (!uids.IsEmpty)
            View = View.Restating(uids, change with { Flags = known });
    }

    /// <summary>Tells how many messages there are and, which rev2 has no more, how many of them are recent. RFC 3501 §7.3.2.</summary>
    public void TellExists(ImapSession session, MailboxSnapshot snapshot)
    {
        session.Output.WriteText($"* {snapshot.Exists} EXISTS\r\n");
        if (!session.IsRev2)
            session.Output.WriteText($"* {snapshot.CountOf(Recent)} RECENT\r\n");
    }

    /// <summary>The message is shown as recent: never in rev2, which has no such flag.</summary>
    public bool IsRecent(ImapSession session, Uid uid) => !session.IsRev2 && Recent.Contains(uid);

    /// <summary>Tells a message's flags. RFC 7162 §3.2.4: with UID and mod-sequence once the client knows what that is.</summary>
    public static void TellFlags(ImapSession session, in Message message, bool withUid, FlagTexts texts)
    {
        var output = session.Output;
        var isAware = session.Enabled.HasFlag(ImapExtensions.CondStore);
        output.Write("* "u8);
        output.WriteNumber(message.Number.Value);
        output.Write(" FETCH ("u8);

        // RFC 9051 Appendix E, 21: in rev2 always with UID.
        if (withUid || isAware || session.IsRev2)
        {
            output.Write("UID "u8);
            output.WriteNumber(message.Uid.Value);
            output.Write(" "u8);
        }

        output.Write("FLAGS "u8);
        output.Write(texts.Of(message.Flags, session.Selected!.IsRecent(session, message.Uid))); // only of a selected mailbox's messages
        if (isAware)
            output.WriteText($" MODSEQ ({message.ModSeq})");
        output.Write(")\r\n"u8);
    }

    /// <summary>RFC 9051 §7.3.5, §7.1: which flags there are, and which of them a client may change for good.</summary>
    public void TellKnownFlags(IBufferWriter<byte> output, MailboxSnapshot snapshot)
    {
        _toldKeywords = snapshot.Keywords;
        output.Write("* FLAGS "u8);
        output.WriteKnownFlags(snapshot.Keywords, andMore: false);
        output.Write("\r\n"u8);
        new ImapReply.Ok(new ImapCode.PermanentFlags(snapshot.Keywords, None: isReadOnly), isReadOnly ? "Read-only" : "These stay").Write(output, "*");
    }

    // RFC 9051 §6.4.4.1: what is expunged leaves the saved result; UIDs do not come again, so looking now is enough.
    private UidSet SavedHere() => Saved.IsEmpty ? Saved : Saved.Intersect(View.Uids());

    private static async ValueTask TellExpungesAsync(ImapSession session, SnapshotDifference difference)
    {
        var (conversation, vanished) = (session.Conversation, difference.Vanished);
        if (session.Enabled.HasFlag(ImapExtensions.QResync))
        {
            // RFC 7162 §3.2.10: instead of any EXPUNGE.
            if (vanished.Count > 0)
                conversation.Output.WriteText($"* VANISHED {difference.VanishedUids}\r\n");
            return;
        }

        // From the last to the first: each number is then still the one that the client has.
        for (var i = vanished.Count - 1; i >= 0; i--)
        {
            conversation.Output.Write("* "u8);
            conversation.Output.WriteNumber(vanished[i].Value);
            conversation.Output.Write(" EXPUNGE\r\n"u8);
            await conversation.SendGatheredAsync();
        }
    }

    private static UidSet Unshown(Mailbox mailbox, MailboxSnapshot snapshot) =>
        snapshot.UidNext.Value <= 1 ? UidSet.Empty : UidSet.Range(mailbox.FirstRecent, new Uid(snapshot.UidNext.Value - 1));

    private void TellKeywords(IBufferWriter<byte> output, MailboxSnapshot next)
    {
        // Before a message is shown with one of them.
        if (next.Keywords.Length != _toldKeywords.Length)
            TellKnownFlags(output, next);
    }

    private async ValueTask TellChangesAsync(ImapSession session, MailboxSnapshot next, UidSet changed, bool withUid, OwnChange? own)
    {
        var texts = new FlagTexts();
        var (told, now) = (new Message[Math.Min(changed.Count, MessagesAtATime)], new Message[Math.Min(changed.Count, MessagesAtATime)]);

        // Both have all of them, so the two walks go in step.
        var (toldWalk, nowWalk) = (View.Walk(changed), next.Walk(changed));
        for (int count; (count = nowWalk.Read(now)) > 0;)
        {
            toldWalk.Read(told.AsSpan(0, count));
            for (var i = 0; i < count; i++)
            {
                // What the client changed itself it knows, where nobody made another change to the same message before it.
                if (own is not null && own.Left(now[i]) && own.Gives(told[i].Flags, now[i].Flags))
                    continue;
                TellFlags(session, now[i], withUid, texts);
                await session.Conversation.SendGatheredAsync();
            }
        }
    }
}
