using Postfach.Protocol.Lmtp;
using Postfach.Store;

namespace Postfach.Server.Deliveries;

/// <summary>An address that mail comes for, and whose it is.</summary>
/// <param name="Mailbox">The mailbox that is meant, where there is one of that name: what stands behind the <c>+</c> (RFC 5233 §1). Null: INBOX.</param>
public sealed record Recipient(MailPath Path, User User, string? Mailbox);
