using System.Collections.Immutable;
using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>FETCH set items</c> and <c>UID FETCH</c>, with a mailbox selected. RFC 9051 §6.4.5; what changed: RFC 7162 §3.1.4, §3.2.6.</summary>
internal static class FetchCommand
{
    private static readonly FlagChange SetSeen = FlagChange.Add(FlagSet.Of(MessageFlags.Seen));

    public static ValueTask<ImapReply> RunAsync(ImapSession session, FetchRequest request, CancellationToken ct) =>
        session.Selected!.Resolve(request.Messages) is { } uids ? RunAsync(session, request, uids, byUid: false, ct) : new(Outcome.BeyondEnd); // the state demands it

    public static ValueTask<ImapReply> RunByUidAsync(ImapSession session, FetchRequest request, CancellationToken ct) =>
        RunAsync(session, request, session.Selected!.ResolveUids(request.Messages), byUid: true, ct); // the state demands it

    private static async ValueTask<ImapReply> RunAsync(ImapSession session, FetchRequest request, UidSet uids, bool byUid, CancellationToken ct)
    {
        var selected = session.Selected!; // the state demands it
        if (request.Vanished && !(byUid && session.Enabled.HasFlag(ImapExtensions.QResync)))
            return new ImapReply.Bad("VANISHED is for UID FETCH, after ENABLE QRESYNC");
        if (request.Partial is not null && !byUid)
            return new ImapReply.Bad("PARTIAL is for UID FETCH");
        if (request.Partial?.Of((int)uids.Count) is { } range)
            uids = UidSet.From(selected.View.Messages(uids).Skip(range.First).Take(range.Count).Select(m => m.Uid));
        var items = request.Items;
        if (request.ChangedSince is { } since)
        {
            uids = selected.View.ChangedSince(uids, since);

            // RFC 7162 §3.1.4.1: CHANGEDSINCE asks for MODSEQ as well.
            if (!items.OfType<FetchItem.ModSeq>().Any())
                items = items.Add(new FetchItem.ModSeq());
        }

        if (items.OfType<FetchItem.ModSeq>().Any())
            session.Enable(ImapExtensions.CondStore);
        if (request.Vanished)
            ChangedSince.TellVanished(session, request.Messages, request.ChangedSince!.Value); // the syntax demands it
        if (byUid && !items.OfType<FetchItem.Uid>().Any())
            items = items.Insert(0, new FetchItem.Uid());
        var nowSeen = await SetSeenAsync(session, selected, request, uids, byUid, ct);
        var (plan, withFlags) = (new FetchPlan(items), new FetchPlan(WithFlags(session, items)));
        var writer = new FetchWriter(session, await ThreadsAsync(session, selected.View, uids, items, ct));
        await writer.WriteAsync(selected.View, uids, uid => nowSeen.Contains(uid) ? withFlags : plan);
        if (writer.HasUnknownEncoding)
            return new ImapReply.No(ImapCode.UnknownCte, "Some of the parts are encoded in a way that is not known");
        return writer.HasFailed ? new ImapReply.No(ImapCode.Unavailable, "Some of the messages could not be read") : new ImapReply.Ok("That is all");
    }

    private static async ValueTask<IReadOnlyDictionary<BodyId, ThreadId>> ThreadsAsync(
        ImapSession session, MailboxSnapshot view, UidSet uids, ImmutableArray<FetchItem> items, CancellationToken ct) =>
        items.OfType<FetchItem.ThreadId>().Any()
            ? await session.Account.ThreadsOfAsync(view.Messages(uids).Select(m => m.Body).ToHashSet(), ct)
            : ImmutableDictionary<BodyId, ThreadId>.Empty;

    /// <summary>The items for a message whose flags this command itself changed. RFC 7162 §3.2.4.</summary>
    private static ImmutableArray<FetchItem> WithFlags(ImapSession session, ImmutableArray<FetchItem> items)
    {
        FetchItem[] wanted = session.Enabled.HasFlag(ImapExtensions.CondStore)
            ? [new FetchItem.Uid(), new FetchItem.Flags(), new FetchItem.ModSeq()]
            : [new FetchItem.Flags()];
        return items.AddRange(wanted.Except(items));
    }

    /// <summary>
    /// Reading a body makes a message \Seen (RFC 9051 §6.4.5.1): durably before the bytes go out, all of the set in one change.
    /// </summary>
    /// <returns>Those that were not before, whose flags are told along with the rest.</returns>
    private static async ValueTask<UidSet> SetSeenAsync(
        ImapSession session, SelectedMailbox selected, FetchRequest request, UidSet uids, bool byUid, CancellationToken ct)
    {
        if (selected.IsReadOnly || !request.Items.Any(i => i is FetchItem.Section { SetsSeen: true } or FetchItem.Binary { SetsSeen: true }))
            return UidSet.Empty;
        var unseen = UidSet.From(selected.View.Messages(uids).Where(m => !m.Flags.Has(MessageFlags.Seen)).Select(m => m.Uid));
        if (unseen.IsEmpty)
            return unseen;
        var result = await session.Account.StoreFlagsAsync(selected.Mailbox.Id, unseen, SetSeen, null, session.Actor, ct);
        if (result is not StoreFlagsResult.Stored stored)
            return UidSet.Empty;
        await selected.SynchronizeAsync(session, mayExpunge: false, byUid, new OwnChange(stored.ModSeq, stored.Changed, SetSeen));
        return stored.Changed;
    }
}
