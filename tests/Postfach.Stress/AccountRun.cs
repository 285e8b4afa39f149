using Postfach.Stress.Model;
using Postfach.Stress.Sessions;

namespace Postfach.Stress;

/// <summary>All sessions of one account. They work, settle, are compared, and work again.</summary>
internal sealed class AccountRun : IAsyncDisposable
{
    private readonly StressSettings _settings;
    private readonly StressReport _report;
    private readonly AccountModel _account;
    private readonly List<ImapActor> _actors;
    private readonly DeliveryActor _deliveries;
    private readonly Pop3Actor _pop3;
    private readonly Census _census;

    public AccountRun(StressUser user, int connections, StressSettings settings, StressReport report)
    {
        (_settings, _report) = (settings, report);
        _account = new AccountModel(user, Math.Max(connections, 1));
        _actors = [.. Enumerable.Range(0, connections).Select(i => new ImapActor($"{user.Name}-{i}", i, _account, settings, report))];
        _deliveries = new DeliveryActor(_account, settings, report);
        _pop3 = new Pop3Actor(_account, settings, report);
        _census = new Census(_account, settings, report);
    }

    public async Task RunAsync(Func<bool> mustStop, CancellationToken ct)
    {
        await WatchAsync("census", () => _census.PrepareAsync(ct), () => _census.Log);
        while (!mustStop())
        {
            await WorkAsync(mustStop, ct);
            if (_report.Findings.Count == 0)
                await CheckPointAsync(ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var actor in _actors)
            await actor.DisposeAsync();
    }

    private Task WorkAsync(Func<bool> mustStop, CancellationToken ct)
    {
        var batches = _settings.BatchesPerRound;
        var work = _actors.ConvertAll(a => WatchAsync(a.Session.Name, () => a.WorkAsync(batches, mustStop, ct), () => a.Session.Log));
        work.Add(WatchAsync("LMTP", () => _deliveries.WorkAsync(batches / 2, mustStop, ct), () => []));
        work.Add(WatchAsync("POP3", () => _pop3.WorkAsync(batches / 10, mustStop, ct), () => []));
        return Task.WhenAll(work);
    }

    private async Task CheckPointAsync(CancellationToken ct)
    {
        var pictures = new List<Picture>();
        await Task.WhenAll(_actors.Select(a => WatchAsync(a.Session.Name, async () =>
        {
            var picture = await a.SettleAsync(ct);
            lock (pictures)
                pictures.Add(picture);
        }, () => a.Session.Log)));
        if (_report.Findings.Count > 0)
            return;
        await WatchAsync("census", () => _census.CheckAsync(pictures, EveryFlag, ct), () => _census.Log);
        _report.CheckPoints++;
    }

    private List<string> EveryFlag(string mailbox) => [.. _actors.SelectMany(a => a.OwnFlags(mailbox)).Distinct()];

    private async Task WatchAsync(string session, Func<Task> work, Func<IEnumerable<string>> log)
    {
        try
        {
            await work();
        }
        catch (RuleBrokenException e)
        {
            _report.Found(session, e.Rule, e.What, log());
        }
        catch (Exception e) when (e is IOException or TimeoutException or RefusedException)
        {
            _report.Found(session, Rule.Connection, e.Message, log());
        }
    }
}
