using Postfach.CommandLine;
using Postfach.Retrieval;

namespace Postfach.Commands;

/// <summary>What became of one source that <c>fetch</c> ran, for scripts.</summary>
/// <param name="ExitCode">What <c>fetch</c> would end with if it were the only one.</param>
/// <param name="Error">What went wrong; null: nothing did.</param>
/// <param name="Report">Null: it could not be run at all.</param>
internal sealed record FetchOutcome(string Source, int ExitCode, string? Error, RunReport? Report)
{
    public static FetchOutcome Of(RunReport report) => new(report.Source, (int)FaultCode.Of(report.Fault), report.Error, report);
}
