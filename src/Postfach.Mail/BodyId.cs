using System.Globalization;

namespace Postfach.Mail;

/// <summary>Names the raw bytes of a message in its account, in order of arrival. Copies of a message share one.</summary>
public readonly record struct BodyId(uint Value) : IComparable<BodyId>
{
    public int CompareTo(BodyId other) => Value.CompareTo(other.Value);

    public static bool operator <(BodyId left, BodyId right) => left.Value < right.Value;

    public static bool operator >(BodyId left, BodyId right) => left.Value > right.Value;

    public static bool operator <=(BodyId left, BodyId right) => left.Value <= right.Value;

    public static bool operator >=(BodyId left, BodyId right) => left.Value >= right.Value;

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
