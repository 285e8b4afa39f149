using Postfach.Mail;

namespace Postfach.Store;

/// <summary>The flags of a message at the provider as they were just seen, with the line that tells of it.</summary>
public readonly record struct FlagsThere(LedgerEntry Line, FlagSet Flags);
