namespace Postfach.Mail;

/// <summary>A source's number in a data folder, never given twice.</summary>
public readonly record struct SourceId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
