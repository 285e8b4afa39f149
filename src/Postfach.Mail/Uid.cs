using System.Globalization;

namespace Postfach.Mail;

/// <summary>A message's unique identifier in its mailbox; given in ascending order, never twice. RFC 9051 §2.3.1.1.</summary>
/// <param name="Value">1 to 4,294,967,295; 0 is no UID.</param>
public readonly record struct Uid(uint Value) : IComparable<Uid>
{
    public static readonly Uid Max = new(uint.MaxValue);

    public Uid Next => new(checked(Value + 1));

    public int CompareTo(Uid other) => Value.CompareTo(other.Value);

    public static bool operator <(Uid left, Uid right) => left.Value < right.Value;

    public static bool operator >(Uid left, Uid right) => left.Value > right.Value;

    public static bool operator <=(Uid left, Uid right) => left.Value <= right.Value;

    public static bool operator >=(Uid left, Uid right) => left.Value >= right.Value;

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
