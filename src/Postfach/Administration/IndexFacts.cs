namespace Postfach.Administration;

/// <summary>How the search indexes of all accounts are.</summary>
/// <param name="DiskBytes">What they take.</param>
/// <param name="AccountsBehind">Open accounts in which something has come that is not indexed yet.</param>
/// <param name="Done">How much of that is done, from 0 to 1; 1 when none is behind.</param>
internal sealed record IndexFacts(long DiskBytes, int AccountsBehind, double Done);
