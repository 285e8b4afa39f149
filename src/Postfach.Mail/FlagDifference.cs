namespace Postfach.Mail;

/// <summary>What changed between two states of a message's flags, flag by flag: it can be done to another state without touching what else changed there.</summary>
public sealed record FlagDifference(FlagSet Added, FlagSet Removed)
{
    public bool IsEmpty => Added.IsEmpty && Removed.IsEmpty;

    public static FlagDifference Between(FlagSet before, FlagSet after) => new(after.Without(before), before.Without(after));

    public FlagDifference Without(FlagSet flags) => new(Added.Without(flags), Removed.Without(flags));
}
