namespace Postfach.Crash.Ledger;

/// <summary>A message as it was found after a restart.</summary>
internal sealed record Seen(Place Place, string InternalDate);
