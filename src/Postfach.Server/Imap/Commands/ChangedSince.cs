using Postfach.Mail;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary>What SELECT (QRESYNC) and UID FETCH (VANISHED) have in common. RFC 7162 §3.2.6.</summary>
internal static class ChangedSince
{
    /// <summary>Tells which messages of a set were expunged after a mod-sequence.</summary>
    /// <param name="among">Null: all there ever were.</param>
    public static void TellVanished(ImapSession session, SequenceSet? among, ModSeq since)
    {
        var view = session.Selected!.View; // the state demands it
        var expunged = session.Account.ExpungedSince(view, since);

        // An expunged message that the client was not told of yet is still there for it.
        expunged = expunged.Except(view.Uids());
        if (among is not null && !expunged.IsEmpty)
        {
            // RFC 7162 §3.2.5.1: up to UIDNEXT - 1. As * is elsewhere, 1:* would leave out what was expunged above the greatest UID that is left.
            var greatest = view.UidNext.Value - 1;
            expunged = expunged.Intersect(UidSet.FromRanges(
                among.Resolve(greatest).Where(r => r.Last > 0).Select(r => new UidRange(new Uid(Math.Max(1, r.First)), new Uid(r.Last)))));
        }

        if (!expunged.IsEmpty)
            session.Output.WriteText($"* VANISHED (EARLIER) {expunged}\r\n");
    }
}
