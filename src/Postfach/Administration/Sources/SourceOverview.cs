using Postfach.Retrieval;
using Postfach.Store;

namespace Postfach.Administration;

/// <summary>Tells how sources are. Any thread may ask.</summary>
internal sealed class SourceOverview(MailStore store, RetrievalService retrieval)
{
    private const int LastRuns = 5;

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<SourceRow> Rows()
    {
        var users = store.Users.List().ToDictionary(u => u.Account, u => u.Name.Value);
        return [.. store.Sources.List().Select(s => Row(s, users.GetValueOrDefault(s.Account)))];
    }

    public SourceFacts Facts(Source source) => new(
        Row(source, store.Users.List().FirstOrDefault(u => u.Account == source.Account)?.Name.Value),
        source.Settings,
        source.Secret is not null,
        retrieval.ProgressOf(source.Id),
        Runs(source, LastRuns),
        source.State.LoginDelay,
        source.State.ExpireDays,
        source.State.Ids);

    /// <summary>What became of its runs, the newest first.</summary>
    public IReadOnlyList<RunReport> Runs(Source source, int limit) => [.. store.Sources.Runs(source, limit).Select(r => RunJson.Read(r.Summary)).OfType<RunReport>()];

    /// <summary>Deletions that waited for a person at the last run that came so far.</summary>
    public int WaitingDeletions(Source source) => source.State.Brake is null ? 0 : Runs(source, LastRuns).FirstOrDefault(r => r.Fault is null)?.WaitingDeletions ?? 0;

    private SourceRow Row(Source source, string? account) => new(
        source.Name, account, SourceIdentity.Of(source.Settings), source.State.IsPaused, retrieval.IsRunning(source.Id), source.State.LastSuccess, source.State.LastError,
        source.State.Failures, source.State.IsPaused ? null : retrieval.NextRun(source.Id), source.State.Brake, WaitingDeletions(source), source.State.Confirmed);
}
