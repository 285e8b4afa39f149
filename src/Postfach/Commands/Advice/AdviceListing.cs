using Postfach.CommandLine;
using Postfach.Mail;
using Postfach.Retrieval;

namespace Postfach.Commands;

/// <summary>Prints a recommendation for a person.</summary>
internal static class AdviceListing
{
    public static void Write(AdviceOutcome outcome, string? source, Language language, CommandEnvironment environment)
    {
        var (isGerman, output) = (language == Language.German, environment.Output);
        if (outcome.Probe is { } probe)
            output.WriteLine(ProbeText.Of(probe, language) + "\n");
        output.WriteLine(isGerman ? $"Empfehlung: {outcome.Name}." : $"Recommended: {outcome.Name}.");
        WriteList(outcome.ReasonTexts, output);
        output.WriteLine();
        Listing.Write(
            isGerman ? ["Weg", "Gewinn", "Preis"] : ["Way", "What it wins", "What it costs"],
            AdviceTable.Rows(language).Select(r => new[] { (r.Choice == outcome.Choice ? "→ " : "  ") + r.Name, r.Wins, r.Costs }),
            environment);
        output.WriteLine();
        if (outcome.Rule is { } rule)
            WriteRule(RetentionRule.Parse(rule), source, isGerman, language, output);
        foreach (var program in outcome.Programs)
        {
            output.WriteLine(program.Program);
            for (var i = 0; i < program.Steps.Count; i++)
                output.WriteLine($"  {i + 1}. {program.Steps[i]}");
        }

        output.WriteLine();
        output.WriteLine(isGerman ? "Zu beachten:" : "Mind:");
        WriteList(outcome.WarningTexts, output);
    }

    private static void WriteRule(RetentionRule rule, string? source, bool isGerman, Language language, TextWriter output)
    {
        var options = string.Join(' ', rule.ToString().Split(' ').Select(p => $"--rule {p}"));
        output.WriteLine($"In Postfach: {RuleSentence.Of(rule, language)}");
        output.WriteLine(source is null
            ? isGerman ? $"  mit 'postfach source add' und {options}" : $"  with 'postfach source add' and {options}"
            : $"  postfach source forecast {source} {options}\n  postfach source edit {source} {options}");
        output.WriteLine();
    }

    private static void WriteList(IReadOnlyList<string> lines, TextWriter output)
    {
        foreach (var line in lines)
            output.WriteLine($"  - {line}");
    }
}
