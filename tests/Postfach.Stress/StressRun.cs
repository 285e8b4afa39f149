namespace Postfach.Stress;

/// <summary>
/// Rounds of work with a check point after each, until the time is over or something is found. Sessions are dealt out over the accounts.
/// </summary>
internal sealed class StressRun
{
    private readonly StressSettings _settings;
    private readonly List<AccountRun> _accounts;

    public StressRun(StressSettings settings)
    {
        _settings = settings;
        Report = new StressReport(settings);
        _accounts = [.. settings.Users.Select((user, i) => new AccountRun(user, Share(i), settings, Report))];
    }

    public StressReport Report { get; }

    public async Task RunAsync(CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        bool TimeIsOver() => TimeProvider.System.GetElapsedTime(began) >= _settings.Time || Report.MustStop;
        try
        {
            await Task.WhenAll(_accounts.Select(a => a.RunAsync(TimeIsOver, ct)));
        }
        finally
        {
            Report.Took = TimeProvider.System.GetElapsedTime(began);
            foreach (var account in _accounts)
                await account.DisposeAsync();
        }
    }

    private int Share(int account) => _settings.Connections / _settings.Users.Count + (account < _settings.Connections % _settings.Users.Count ? 1 : 0);
}
