using System.Diagnostics.CodeAnalysis;
using Postfach.Mail;

namespace Postfach.Protocol.Imap.Requests;

/// <summary>What a client knows of a mailbox that it selects again. RFC 7162 §3.2.5.</summary>
/// <param name="ModSeq">Up to where it knows all changes.</param>
/// <param name="KnownUids">The messages it knows of; null: all there may have been.</param>
public sealed record QResync(UidValidity UidValidity, ModSeq ModSeq, SequenceSet? KnownUids)
{
    internal static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out QResync? known)
    {
        known = null;
        if (!(reader.Byte((byte)'(', "What the client knows is missing") && reader.NzNumber(out var validity)))
            return false;
        if (!(reader.Space() && reader.ModSeq(out var modSeq)))
            return false;
        SequenceSet? uids = null;
        var isMatched = false;
        if (reader.Take((byte)' '))
        {
            if (!reader.IsNext((byte)'(') && !KnownSet(ref reader, out uids))
                return false;
            isMatched = uids is null || reader.Take((byte)' ');
        }

        if (isMatched && !TryReadMatches(ref reader))
            return false;
        if (!reader.Byte((byte)')', "What the client knows does not end"))
            return false;
        known = new QResync(new UidValidity(validity), modSeq, uids);
        return true;
    }

    // RFC 7162 §3.2.5.2: sequence numbers and their UIDs spare a server that has forgotten expunges some of the list; ours has not, so they are read only.
    private static bool TryReadMatches(ref ImapReader reader) =>
        reader.Byte((byte)'(', "The list of matches is missing")
        && KnownSet(ref reader, out _)
        && reader.Space()
        && KnownSet(ref reader, out _)
        && reader.Byte((byte)')', "The list of matches does not end");

    /// <summary>RFC 7162 §7: a set without <c>*</c>; nor <c>$</c>, since nothing is saved of a mailbox that is only being selected.</summary>
    private static bool KnownSet(ref ImapReader reader, [NotNullWhen(true)] out SequenceSet? set)
    {
        if (!reader.SequenceSet(out set))
            return false;
        if (set.IsSaved)
            return reader.Fail("A set of what is known cannot be $");
        foreach (var range in set.Ranges)
        {
            if (range.First == SequenceSet.Star || range.Last == SequenceSet.Star)
                return reader.Fail("A set of what is known cannot have a *");
        }

        return true;
    }
}
