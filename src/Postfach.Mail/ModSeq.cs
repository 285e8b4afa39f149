using System.Globalization;

namespace Postfach.Mail;

/// <summary>A reading of an account's clock, given to one committed change; 63 bits. RFC 7162 §3.1.</summary>
/// <param name="Value">1 or more; 0 is before every change.</param>
public readonly record struct ModSeq(long Value) : IComparable<ModSeq>
{
    public ModSeq Next => new(checked(Value + 1));

    public int CompareTo(ModSeq other) => Value.CompareTo(other.Value);

    public static bool operator <(ModSeq left, ModSeq right) => left.Value < right.Value;

    public static bool operator >(ModSeq left, ModSeq right) => left.Value > right.Value;

    public static bool operator <=(ModSeq left, ModSeq right) => left.Value <= right.Value;

    public static bool operator >=(ModSeq left, ModSeq right) => left.Value >= right.Value;

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
