using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>What a look at a provider has shown.</summary>
/// <param name="Capabilities">As the provider announces them.</param>
/// <param name="LoginDelay">How long it wants between two log-ins; null: it does not say. RFC 2449 §6.5.</param>
/// <param name="ExpireDays">Days after which it deletes by itself, 0: what was fetched; null: it does not, or does not say. RFC 2449 §6.7.</param>
/// <param name="Ids">POP3: whether its ids are the same in two sessions; null: IMAP.</param>
public sealed record SourceTest(
    IReadOnlyList<string> Capabilities, IReadOnlyList<TestedMailbox> Mailboxes, RemoteQuota? Quota, TimeSpan? LoginDelay = null, int? ExpireDays = null, IdStability? Ids = null);
