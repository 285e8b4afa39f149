namespace Postfach.Store;

/// <summary>A mailbox at a provider as the ledger knows it.</summary>
/// <param name="Name">As the provider calls it; empty for POP3.</param>
public sealed record RemoteMailbox(RemoteMailboxId Id, string Name, RemoteCursor Cursor);
