using System.Globalization;

namespace Postfach.Mail;

/// <summary>Names an account in the data folder; never given twice.</summary>
public readonly record struct AccountId(long Value)
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
