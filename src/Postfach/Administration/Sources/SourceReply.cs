using Postfach.Retrieval;

namespace Postfach.Administration;

/// <summary>What became of a <see cref="SourceRequest"/>.</summary>
internal abstract record SourceReply : AdminReply
{
    private SourceReply()
    {
    }

    public sealed record Sources(IReadOnlyList<SourceRow> Rows) : SourceReply;

    public sealed record Shown(SourceFacts Facts) : SourceReply;

    public sealed record Tested(SourceTest Test) : SourceReply;

    /// <summary>So many deletions may be made by the next run.</summary>
    /// <param name="Brake">Why they waited; null: nothing did.</param>
    public sealed record Confirmed(string? Brake, int Deletions) : SourceReply;

    /// <summary>The newest first.</summary>
    public sealed record RunHistory(IReadOnlyList<RunReport> Reports) : SourceReply;

    public sealed record Fetched(RunReport Report) : SourceReply;

    public sealed record Running(IReadOnlyList<RunProgress> Runs) : SourceReply;

    public sealed record Forecast(RuleForecast Value) : SourceReply;

    public sealed record Copies(IReadOnlyList<CopyAnswer> Answers) : SourceReply;

    /// <param name="User">Whose mail it is; null: nobody's any more.</param>
    public sealed record Probe(AccountProbe Value, string? User) : SourceReply;
}
