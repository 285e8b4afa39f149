namespace Postfach.Administration;

/// <summary>A source's password on its way to the one who keeps it.</summary>
internal sealed record SourceSecret(string Value)
{
    // A password is in no log and no message, whoever prints this.
    public override string ToString() => "not shown";
}
