namespace Postfach.Stress;

/// <summary>Ends the session that saw a rule broken: its view is worth nothing after that.</summary>
internal sealed class RuleBrokenException(Rule rule, string what) : Exception($"{rule.Name}: {what}")
{
    public Rule Rule => rule;

    public string What => what;
}
