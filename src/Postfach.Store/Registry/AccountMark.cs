using Postfach.Mail;

namespace Postfach.Store;

/// <summary>How far an account may have counted, kept apart from its file so that an old file that was put back is noticed.</summary>
/// <param name="Incarnation">The file these numbers were given out from.</param>
/// <param name="IsClean">The numbers are those of a file that was closed properly; otherwise reserved ahead of what was given.</param>
/// <param name="UidNext">No mailbox has given this UID or a greater one.</param>
internal sealed record AccountMark(Guid Incarnation, bool IsClean, ModSeq ModSeq, Uid UidNext, UidValidity UidValidity);
