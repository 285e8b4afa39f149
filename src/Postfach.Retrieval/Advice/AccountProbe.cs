using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>What a look at the provider's account has shown.</summary>
/// <param name="ProviderHost">Its server.</param>
/// <param name="Messages">In all mailboxes that were looked at.</param>
/// <param name="Bytes">Bytes of them; null: the provider does not say.</param>
/// <param name="FilledMailboxes">Mailboxes with mail in them; 1 for POP3, which shows no others.</param>
/// <param name="QuotaPercent">How full it is; null: the provider does not say.</param>
/// <param name="HasUniqueIds">POP3: messages have names (UIDL); null: not known, or IMAP.</param>
/// <param name="ExpireDays">POP3: the provider deletes by itself after so many days. RFC 2449 §6.7.</param>
/// <param name="LoginDelaySeconds">POP3: seconds between two log-ins. RFC 2449 §6.5.</param>
/// <param name="HasPush">IMAP: it tells of new mail (IDLE); null: POP3.</param>
/// <param name="Ids">POP3: whether its ids are the same in two sessions; null: IMAP, or nobody has looked.</param>
public sealed record AccountProbe(
    SourceProtocol Protocol,
    string ProviderHost,
    int ProviderPort,
    TransportSecurity Security,
    string User,
    IReadOnlyList<string> Capabilities,
    int Messages,
    long? Bytes,
    int FilledMailboxes,
    double? QuotaPercent,
    bool? HasUniqueIds,
    int? ExpireDays,
    int? LoginDelaySeconds,
    bool? HasPush,
    IdStability? Ids = null)
{
    public static AccountProbe Of(SourceSettings settings, SourceTest test)
    {
        var pop3 = settings.Protocol == SourceProtocol.Pop3 ? new Pop3Capabilities(test.Capabilities) : null;
        return new AccountProbe(
            settings.Protocol, settings.Host, settings.Port, settings.Security, settings.User, test.Capabilities, test.Mailboxes.Sum(m => m.Messages), test.Mailboxes.All(m => m.Bytes is not null) ? test.Mailboxes.Sum(m => m.Bytes) : null,
            test.Mailboxes.Count(m => m.Messages > 0), test.Quota is { LimitBytes: > 0 } quota ? quota.Percent : null, pop3 is { IsKnown: true } ? pop3.Has("UIDL") : null,
            pop3?.ExpireDays, (int?)pop3?.LoginDelay?.TotalSeconds, pop3 is null ? test.Capabilities.Contains("IDLE", StringComparer.OrdinalIgnoreCase) : null, test.Ids);
    }
}
