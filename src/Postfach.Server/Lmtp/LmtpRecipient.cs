using Postfach.Protocol.Lmtp;
using Postfach.Store;

namespace Postfach.Server.Lmtp;

/// <summary>An address that RCPT gave, and whose mail it is.</summary>
internal sealed record LmtpRecipient(MailPath Path, User User);
