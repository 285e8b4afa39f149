using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Server.Imap;

/// <summary>A change of flags that this session made itself, and that its client can work out.</summary>
/// <param name="uids">The messages that it changed, and no others: another session's change may have the same mod-sequence when ours changed nothing.</param>
internal sealed class OwnChange(ModSeq modSeq, UidSet uids, FlagChange change)
{
    private FlagSet? _before, _after;
    private bool _isGiven;

    /// <summary>The change, and no later one, left a message with the flags that it has.</summary>
    public bool Left(in Message message) => message.ModSeq == modSeq && uids.Contains(message.Uid);

    /// <summary>
    /// A view that keeps messages which somebody expunged right after the change, and which it therefore shows as they were before it: the client was told OK,
    /// and as long as it sees them they have what it gave them. RFC 2180 §4.2.2.
    /// </summary>
    public MailboxSnapshot On(MailboxSnapshot view)
    {
        var overtaken = uids.Except(view.ChangedSince(uids, new ModSeq(modSeq.Value - 1)));
        return overtaken.IsEmpty ? view : view.Restating(overtaken, change);
    }

    /// <summary>Whether the change makes these flags of those: asked for thousands of messages that have a handful of flag sets.</summary>
    public bool Gives(FlagSet before, FlagSet after)
    {
        if (!ReferenceEquals(before, _before) || !ReferenceEquals(after, _after))
            (_before, _after, _isGiven) = (before, after, change.ApplyTo(before).Equals(after));
        return _isGiven;
    }
}
