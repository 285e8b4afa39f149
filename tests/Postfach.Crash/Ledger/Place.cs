namespace Postfach.Crash.Ledger;

/// <summary>Where a message is and how it looks there.</summary>
/// <param name="Uid">0 while nobody has told.</param>
/// <param name="Flags">In lower case, in order, parted by spaces.</param>
internal sealed record Place(string Mailbox, uint Uid, string Flags)
{
    /// <summary>The same as far as both are known.</summary>
    public bool Agrees(Place other) =>
        Mailbox == other.Mailbox && Flags == other.Flags && (Uid == other.Uid || Uid == 0 || other.Uid == 0);

    public static string FlagsOf(IEnumerable<string> flags) => string.Join(' ', flags.Select(f => f.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal));
}
