namespace Postfach.Retrieval;

/// <summary>What a source logs in with, for one run.</summary>
/// <param name="IsToken">An OAuth 2.0 access token.</param>
internal sealed record Credential(string User, string Secret, bool IsToken)
{
    public override string ToString() => $"{User}, secret not shown";
}
