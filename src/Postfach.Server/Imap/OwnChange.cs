using Postfach.Mail;

namespace Postfach.Server.Imap;

/// <summary>A change of flags that this session made itself, and that its client can work out.</summary>
/// <param name="Uids">The messages that it changed, and no others: another session's change may have the same mod-sequence when ours changed nothing.</param>
internal sealed record OwnChange(ModSeq ModSeq, UidSet Uids, FlagChange Change);
