using Postfach.Retrieval;

namespace Postfach.Commands;

/// <summary>What <c>advise --json</c> prints.</summary>
/// <param name="Rule">The rule for a source under it; null: Postfach fetches nothing.</param>
/// <param name="Probe">What was seen at the provider; null: nobody has looked.</param>
internal sealed record AdviceOutcome(
    AdviceAnswers Answers,
    AdviceChoice Choice,
    string Name,
    IReadOnlyList<AdviceReason> Reasons,
    IReadOnlyList<string> ReasonTexts,
    IReadOnlyList<AdviceWarning> Warnings,
    IReadOnlyList<string> WarningTexts,
    string? Rule,
    ServerToEnter Server,
    IReadOnlyList<ProgramSettings> Programs,
    AccountProbe? Probe);
