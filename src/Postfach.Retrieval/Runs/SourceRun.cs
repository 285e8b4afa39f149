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
    private int _waiting;
    private int _confirmed;

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

        var report = new RunReport(
            source.Name, _now, time.GetUtcNow(), [.. _mailboxes.Select(m => m.Report())], trouble?.Fault, trouble?.Message, _brake, _waiting, trouble?.RetryAfter, dryRun);
        if (!dryRun)
            End(report);
        return report;
    }

    // The account's file first: fewer runs in it than in the data folder then mean that it is not the one that it was.
    private async Task BeginAsync(Account account, bool dryRun, CancellationToken ct)
    {
        _brake ??= DeletionBrake.CheckStart(source, account.Ledger.Runs(source.Id), SourceIdentity.Of(source.Settings));
        if (dryRun)
            return;
        if (_brake is not null)
            store.Sources.Learn(source, s => s with { Brake = _brake });
        await account.Ledger.WriteRunsAsync(source.Id, source.Runs + 1, ct);
        store.Sources.BeginRun(source, source.Runs + 1);
    }

    private async Task WorkAsync(RunContext run, CancellationToken ct)
    {
        foreach (var landing in FolderChoice.Of(source.Settings, await run.Session.ListFoldersAsync(ct), LocalMailboxes.Of(run.Account)))
        {
            var mailbox = new MailboxRun(run, landing);
            _mailboxes.Add(mailbox);
            await FetchAsync(mailbox, ct);
        }

        if (source.Settings.Rule.Deletes)
            await DeleteAsync(run, ct);
        var confirmed = await run.Session.EndAsync(ct);
        foreach (var mailbox in _mailboxes)
            await mailbox.EndAsync(confirmed, CancellationToken.None);
    }

    private static async Task FetchAsync(MailboxRun mailbox, CancellationToken ct)
    {
        try
        {
            await mailbox.FetchAsync(ct);
        }
        catch (ProviderException e) when (e.IsOfOneMailbox)
        {
            mailbox.Skip(e.Message);
        }
    }

    private async Task DeleteAsync(RunContext run, CancellationToken ct)
    {
        var quota = source.Settings.Rule.UntilQuota is null ? null : await run.Session.QuotaAsync(ct);
        foreach (var mailbox in _mailboxes)
            await mailbox.PlanAsync(quota, ct);
        var leaving = _mailboxes.SelectMany(m => m.Leaving).Select(l => l.Cause).ToList();
        var state = source.State with { Brake = _brake };
        _brake = DeletionBrake.Check(source.Settings, state, leaving, _mailboxes.Sum(m => m.There)) ?? _brake;
        _waiting = leaving.Count;
        if (run.IsDry || leaving.Count == 0 || (_brake is not null && leaving.Count > source.State.Confirmed))
            return;
        (_brake, _waiting, _confirmed) = (null, 0, source.State.Confirmed);
        foreach (var mailbox in _mailboxes)
            await mailbox.DeleteAsync(ct);
    }

    private void End(RunReport report)
    {
        var failed = report.Fault is not null;
        if (_brake is not null)
            RunLog.Braked(logger, source.Name, _brake, _waiting);
        store.Sources.EndRun(
            source,
            s => s with
            {
                Identity = _brake is null ? SourceIdentity.Of(source.Settings) : s.Identity,
                Brake = _brake,
                Confirmed = _confirmed > 0 ? 0 : s.Confirmed,
                LastSuccess = failed ? s.LastSuccess : report.Ended,
                Failures = failed ? s.Failures + 1 : 0,
                LastError = report.Error,
                NotBefore = report.RetryAfter is { } wait ? report.Ended + wait : null,
                BudgetFrom = source.Settings.DailyBytes is null ? null : _budget.From,
                BudgetUsed = _budget.Used,
            },
            new SourceRunRecord(report.Began, report.Ended, RunJson.Write(report)));
        RunLog.Ended(logger, source.Name, report, again: source.State.LastError == report.Error);
    }
}
