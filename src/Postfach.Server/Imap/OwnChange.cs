using Postfach.Mail;

namespace Postfach.Server.Imap;

/// <summary>A change of flags that this session made itself, and that its client can work out.</summary>
internal sealed record OwnChange(ModSeq ModSeq, FlagChange Change);
