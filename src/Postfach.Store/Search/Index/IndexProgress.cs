namespace Postfach.Store;

/// <summary>How far the indexes of the open accounts have followed.</summary>
/// <param name="Accounts">Those that are open.</param>
/// <param name="Behind">Those of them in which something has come that is not indexed yet.</param>
/// <param name="Done">How much of what those had to follow is done, from 0 to 1; 1 when none is behind.</param>
public sealed record IndexProgress(int Accounts, int Behind, double Done);
