using Postfach.Protocol.Lmtp;

namespace Postfach.Server.Lmtp;

/// <summary>What MAIL and RCPT have said so far. RFC 5321 §3.3.</summary>
internal sealed record LmtpTransaction(MailPath ReversePath)
{
    /// <summary>Those that were accepted, in their order; an address may be there more than once.</summary>
    public List<LmtpRecipient> Recipients { get; } = [];
}
