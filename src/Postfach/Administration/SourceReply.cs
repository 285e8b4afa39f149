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

    /// <summary>So many deletions may be made by the next run; none: nothing waited.</summary>
    public sealed record Confirmed(int Deletions) : SourceReply;

    /// <summary>The newest first.</summary>
    public sealed record RunHistory(IReadOnlyList<RunReport> Reports) : SourceReply;

    public sealed record Fetched(RunReport Report) : SourceReply;

    public sealed record Running(IReadOnlyList<RunProgress> Runs) : SourceReply;
}
