using System.Globalization;

namespace Postfach.Mail;

/// <summary>Names one life of a mailbox: while it stays, a UID means the same message. RFC 9051 §2.3.1.1.</summary>
/// <param name="Value">1 to 4,294,967,295; never given twice in an account.</param>
public readonly record struct UidValidity(uint Value)
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
