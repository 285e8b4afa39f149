namespace Postfach.Retrieval;

/// <summary>What a look at a provider has shown.</summary>
/// <param name="Capabilities">As the provider announces them.</param>
public sealed record SourceTest(IReadOnlyList<string> Capabilities, IReadOnlyList<TestedMailbox> Mailboxes, RemoteQuota? Quota);
