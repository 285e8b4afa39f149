using System.Globalization;

namespace Postfach.Mail;

/// <summary>A message's place in its mailbox as a session sees it, from 1. RFC 9051 §2.3.1.2.</summary>
public readonly record struct SequenceNumber(uint Value) : IComparable<SequenceNumber>
{
    public int CompareTo(SequenceNumber other) => Value.CompareTo(other.Value);

    public static bool operator <(SequenceNumber left, SequenceNumber right) => left.Value < right.Value;

    public static bool operator >(SequenceNumber left, SequenceNumber right) => left.Value > right.Value;

    public static bool operator <=(SequenceNumber left, SequenceNumber right) => left.Value <= right.Value;

    public static bool operator >=(SequenceNumber left, SequenceNumber right) => left.Value >= right.Value;

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
