namespace Postfach.Store;

/// <summary>Another state of a line in the ledger.</summary>
public sealed record LedgerChange(string Id, CopyState State, string? Reason);
