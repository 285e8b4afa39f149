namespace Postfach.Stress;

/// <summary>A rule that was broken.</summary>
/// <param name="Log">The last lines of that session, oldest first.</param>
internal sealed record Finding(int Seed, string Session, Rule Rule, string What, IReadOnlyList<string> Log)
{
    public override string ToString() =>
        $"{Rule.Name} ({Rule.Paragraph}): {What}\n  seed {Seed}, session {Session}, its last lines:\n{string.Join('\n', Log.Select(l => $"    {l}"))}";
}
