namespace Postfach.Protocol.Sasl;

/// <summary>A password as a client sent it. It prints as <c>***</c>, also inside a record, so that no log can hold it by mistake.</summary>
public readonly record struct Secret(string Value)
{
    public override string ToString() => "***";
}
