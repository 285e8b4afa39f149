using Microsoft.Extensions.Logging;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>One run of one source from beginning to end. Never two of the same source at once: its owner sees to that.</summary>
/// <param name="open">Opens a session with the provider.</param>
internal sealed class SourceRun(
    MailStore store, Source source, Func<Source, CancellationToken, Task<ProviderSession>> open, IProgress<RunProgress>? progress, TimeProvider time, ILogger logger)
{
    private readonly List<MailboxRun> _mailboxes = [];
    private readonly DateTimeOffset _now = time.GetUtcNow();
    private readonly ByteBudget _budget = new(source.Settings, source.State, time.GetUtcNow());
    private string? _brake = source.State.Brake;
    private int _confirmed = source.State.Confirmed;
    private int _known = source.State.Confirmed;
    private int _waiting;

    /// <summary>Fetches, then deletes what the rule lets go. Troubles with the provider are told in the report.</summary>
    /// <param name="dryRun">Looks and counts, and changes nothing, neither here nor there.</param>
    /// <exception cref="StoreException">The account failed.</exception>
    public async Task<RunReport> RunAsync(bool dryRun, CancellationToken ct)
    {
        ProviderException? trouble = null;
        try
        {
            using var lease = await store.OpenAsync(source.Account, ct);
            await BeginAsync(lease.Account, dryRun, ct);
            await using var session = await open(source, ct);
            var actor = new Actor("", source.Settings.Protocol == SourceProtocol.Pop3 ? "pop3" : "imap", $"fetched from {source.Settings.Host} ({source.Name})");
            await WorkAsync(new RunContext(source, lease.Account, session, actor, _budget, progress, time, _now, dryRun), ct);
        }
        catch (ProviderException e)
        {
            trouble = e;
        }

        if (trouble is not null)
            TakeBack();
        var report = new RunReport(
            source.Name, _now, time.GetUtcNow(), [.. _mailboxes.Select(m => m.Report())], trouble?.Fault, trouble?.Message, _brake, _waiting, trouble?.RetryAfter, dryRun);
        if (!dryRun)
            End(report);
        return report;
    }

    // The account's file first: fewer runs in it than in the data folder then mean that it is not the one that it was.
    private async Task BeginAsync(Account account, bool dryRun, CancellationToken ct)
    {
        var runsHere = account.Ledger.Runs(source.Id);

        // What a person has confirmed was about what they were shown, not about what is found now.
        if (DeletionBrake.CheckStart(source, runsHere, SourceIdentity.Of(source.Settings)) is { } found && found != _brake)
            (_brake, _confirmed) = (found, 0);
        if (dryRun)
            return;
        if (_brake is not null)
            store.Sources.Learn(source, s => s with { Brake = _brake, Confirmed = _confirmed });

        // Never fewer than either knows of: what is put back later must be seen, too.
        var runs = Math.Max(source.Runs, runsHere) + 1;
        await account.Ledger.WriteRunsAsync(source.Id, runs, ct);
        store.Sources.BeginRun(source, runs);
    }

    private async Task WorkAsync(RunContext run, CancellationToken ct)
    {
        foreach (var landing in FolderChoice.Of(source.Settings, await run.Session.ListFoldersAsync(ct), LocalMailboxes.Of(run.Account)))
        {
            var mailbox = new MailboxRun(run, landing);
            _mailboxes.Add(mailbox);
            await FetchAsync(mailbox, ct);
        }

        WarnOfExpiry(run.Session);
        if (source.Settings.Rule.Deletes)
            await DeleteAsync(run, ct);
        var confirmed = await run.Session.EndAsync(ct);
        foreach (var mailbox in _mailboxes)
            await mailbox.EndAsync(confirmed, CancellationToken.None);
    }

    // Once, when the provider says so for the first time.
    private void WarnOfExpiry(ProviderSession session)
    {
        if (session.ExpireDays is { } days && days != source.State.ExpireDays && ExpiryText.Warning(source.Settings.Rule, days, Language.English) is { } warning)
            _mailboxes.FirstOrDefault()?.Note(warning);
    }

    private static async Task FetchAsync(MailboxRun mailbox, CancellationToken ct)
    {
        try
        {
            await mailbox.FetchAsync(ct);
        }
        catch (ProviderException e) when (e.IsOfOneMailbox)
        {
            mailbox.Note(e.Message);
        }
    }

    private async Task DeleteAsync(RunContext run, CancellationToken ct)
    {
        var due = await PlanAsync(run, ct);
        var causes = due.Select(d => d.Fate.Cause).ToList();
        _brake = DeletionBrake.Check(source.Settings, _brake, causes, _mailboxes.Sum(m => m.There), await IsEmptyAsync(run.Account, ct), time.GetUtcNow() - source.State.LastSuccess);
        var allowed = _brake is null ? due.Count : Math.Min(_confirmed, due.Count);
        _waiting = due.Count;
        if (run.IsDry || allowed == 0)
            return;

        // Those that were due first are those that a person was shown.
        foreach (var mailbox in due.Take(allowed).GroupBy(d => d.Mailbox, d => (d.Entry, d.Fate.Cause)))
            mailbox.Key.Leaving = [.. mailbox];
        Spend();
        _waiting = due.Count - allowed;
        _brake = _waiting == 0 ? null : _brake;
        foreach (var mailbox in _mailboxes)
            await mailbox.DeleteAsync(ct);
    }

    // Durable before the first deletion: whatever ends this run, no other one makes so many once more.
    private void Spend()
    {
        if (_confirmed == 0)
            return;
        store.Sources.Learn(source, s => s with { Confirmed = 0 });
        (_confirmed, _known) = (0, 0);
    }

    /// <summary>What the rule lets go now, in the order in which it became due.</summary>
    private async Task<List<(MailboxRun Mailbox, LedgerEntry Entry, CopyFate.Goes Fate)>> PlanAsync(RunContext run, CancellationToken ct)
    {
        var rule = source.Settings.Rule;
        var quota = rule.UntilQuota is null ? null : await run.Session.QuotaAsync(ct);
        var open = _mailboxes.Where(m => m.IsOpen).ToList();
        var ids = open.ConvertAll(m => m.Id);

        // Later than the run's beginning: what it has fetched itself may be due as well.
        var now = time.GetUtcNow();
        var entries = await (run.IsDry ? run.Account.Ledger.LookAsync(ids, now, ct) : run.Account.Ledger.ObserveAsync(ids, now, ct));
        return [.. CopyPlan.MakeAll(rule, entries, quota, now)
            .SelectMany((plan, i) => plan.Where(p => p.Fate is CopyFate.Goes goes && goes.At <= now).Select(p => (open[i], p.Entry, (CopyFate.Goes)p.Fate)))
            .OrderBy(p => p.Item3.At)];
    }

    private static async Task<bool> IsEmptyAsync(Account account, CancellationToken ct)
    {
        foreach (var mailbox in account.Mailboxes.ByName.Values)
        {
            if (await account.OpenMailboxAsync(mailbox.Name, ct) is { Current.Exists: > 0 })
                return false;
        }

        return true;
    }

    // What was confirmed and did not come to pass is still confirmed.
    private void TakeBack()
    {
        if (source.State.Brake is null || _confirmed > 0 || _mailboxes.All(m => m.Leaving.Count == 0))
            return;
        var done = _mailboxes.Sum(m => m.Deleted);
        (_brake, _confirmed, _waiting) = (source.State.Brake, Math.Max(0, source.State.Confirmed - done), _waiting + _mailboxes.Sum(m => m.Leaving.Count) - done);
    }

    private void End(RunReport report)
    {
        var failed = report.Fault is not null;
        var (ids, changed) = _mailboxes.Count > 0 ? _mailboxes[0].Ids : (source.State.Ids, 0);
        if (_brake is not null && (_waiting > 0 || _brake != source.State.Brake))
            RunLog.Braked(logger, source.Name, _brake, _waiting);
        store.Sources.EndRun(
            source,
            s => s with
            {
                Identity = _brake is null ? SourceIdentity.Of(source.Settings) : s.Identity,
                Brake = _brake,
                Confirmed = s.Confirmed == _known ? _confirmed : s.Confirmed, // unless somebody has confirmed meanwhile
                LastSuccess = failed ? s.LastSuccess : report.Ended,
                Failures = failed ? s.Failures + 1 : 0,
                LastError = report.Error,
                NotBefore = report.RetryAfter is { } wait ? report.Ended + wait : null,
                BudgetFrom = source.Settings.DailyBytes is null ? null : _budget.From,
                BudgetUsed = _budget.Used,
                Ids = s.Ids == source.State.Ids ? ids : s.Ids, // unless it is another provider by now
                IdsChanged = changed > 0 ? report.Began : s.IdsChanged,
            },
            new SourceRunRecord(report.Began, report.Ended, RunJson.Write(report)));
        RunLog.Ended(logger, source.Name, report, again: RunLog.IsAlike(source.State.LastError, report.Error));
    }
}
