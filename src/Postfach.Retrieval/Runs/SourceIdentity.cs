using System.Globalization;
using Postfach.Mail;

namespace Postfach.Retrieval;

/// <summary>What tells one mailbox at a provider from another: the same settings otherwise may change as they like.</summary>
public static class SourceIdentity
{
    public static string Of(SourceSettings settings) =>
        string.Create(CultureInfo.InvariantCulture, $"{settings.User} at {settings.Host.ToLowerInvariant()}:{settings.Port} by {(settings.Protocol == SourceProtocol.Pop3 ? "POP3" : "IMAP")}");
}
