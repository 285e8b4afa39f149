using Postfach.Protocol.Lmtp;
using Postfach.Store;

namespace Postfach.Server.Lmtp;

/// <summary>An address that RCPT gave, and whose mail it is.</summary>
/// <param name="Detail">What stands behind the <c>+</c>: the mailbox that is meant, where there is one of that name. RFC 5233 §1.</param>
internal sealed record LmtpRecipient(MailPath Path, User User, string? Detail);
