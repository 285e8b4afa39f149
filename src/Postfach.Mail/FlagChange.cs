namespace Postfach.Mail;

/// <summary>What a STORE does to the flags of each message it names. RFC 9051 §6.4.6.</summary>
public sealed record FlagChange(FlagOperation Operation, FlagSet Flags)
{
    public static FlagChange Add(FlagSet flags) => new(FlagOperation.Add, flags);

    public static FlagChange Remove(FlagSet flags) => new(FlagOperation.Remove, flags);

    public static FlagChange Replace(FlagSet flags) => new(FlagOperation.Replace, flags);

    public FlagSet ApplyTo(FlagSet before) => Operation switch
    {
        FlagOperation.Add => before.With(Flags),
        FlagOperation.Remove => before.Without(Flags),
        _ => Flags,
    };
}
