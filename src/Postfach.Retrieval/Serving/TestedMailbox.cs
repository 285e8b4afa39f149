namespace Postfach.Retrieval;

/// <summary>A mailbox at a provider that would be fetched.</summary>
/// <param name="Name">As the provider calls it; empty for POP3.</param>
/// <param name="Into">Where it would land.</param>
/// <param name="Bytes">Bytes of them; null: the provider would have to look at every message.</param>
public sealed record TestedMailbox(string Name, string Into, int Messages, long? Bytes);
