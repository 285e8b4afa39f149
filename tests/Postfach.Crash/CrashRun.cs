using System.Collections.Concurrent;
using System.Diagnostics;
using Postfach.Crash.Audit;
using Postfach.Crash.Clients;
using Postfach.Crash.Ledger;

namespace Postfach.Crash;

/// <summary>
/// Kills a real server at random moments while clients work, starts it again, and compares what is there with what the clients were told: what was
/// answered is there, what was not is there wholly or not at all, nothing comes twice.
/// </summary>
internal sealed class CrashRun
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMilliseconds(700);

    private readonly CrashSettings _settings;
    private readonly Action<string> _tell;
    private readonly Random _random;
    private readonly AccountLedger _anna;
    private readonly AccountLedger _bert;
    private readonly StoreAudit _storeAudit;
    private readonly ConcurrentDictionary<string, string> _uniqueIds = new();
    private int _round;

    public CrashRun(CrashSettings settings, Action<string> tell)
    {
        (_settings, _tell, _random) = (settings, tell, new Random(settings.Seed));
        _anna = new AccountLedger(CrashSettings.Anna, Report);
        _bert = new AccountLedger(CrashSettings.Bert, Report);
        _storeAudit = new StoreAudit(settings.DataFolder, Report);
    }

    public CrashReport Report { get; } = new();

    /// <summary>Runs until there were enough kills or something is wrong.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await PrepareAsync(ct);
        while (Report.Kills < _settings.Kills && Report.Violations.Count == 0)
        {
            await RunRoundAsync(ct);
            if (_random.Next(4) == 0)
                await _storeAudit.RunAsync(ct);
            _tell($"{Report.Kills} kills, {Report.AcknowledgedChanges} changes acknowledged, {_anna.Count + _bert.Count} messages");
        }

        // Once more after a kill, once more after a proper stop.
        for (var i = 0; i < 2; i++)
        {
            await using var serve = await StartAsync(ct);
            await AuditAsync(serve, ct);
            await StopAsync(serve, ct);
        }

        await _storeAudit.RunAsync(ct);
    }

    private async Task PrepareAsync(CancellationToken ct)
    {
        foreach (var user in new[] { CrashSettings.Anna, CrashSettings.Bert })
            await PostfachProgram.AddUserAsync(_settings.DataFolder, user, CrashSettings.Password, ct);
        foreach (var user in new[] { CrashSettings.Anna, CrashSettings.Bert })
            await PostfachProgram.RunAsync("", ct, "mailbox", "create", user, "Work", "--data", _settings.DataFolder);
    }

    private async Task RunRoundAsync(CancellationToken ct)
    {
        _round++;
        if (_random.Next(8) == 0)
            await KillWhileStartingAsync(ct);
        await using var serve = await StartAsync(ct);
        await AuditAsync(serve, ct);
        if (Report.Violations.Count > 0)
            return;

        // Short rounds are as likely as long ones: the beginning is a moment of its own.
        var fuse = new Fuse((int)Math.Exp(_random.NextDouble() * Math.Log(1500)) + 1);
        var clients = Task.WhenAll(Clients(serve, fuse, ct).Select(client => WatchAsync(client(), serve)));
        await Task.WhenAny(fuse.Burnt, clients).WaitAsync(PostfachProgram.Patience, ct);
        await EndAsync(serve, ct);
        await clients.WaitAsync(PostfachProgram.Patience, ct);
        foreach (var fault in serve.Faults)
            Report.Violation($"logged: {fault}");
    }

    private List<Func<Task>> Clients(ServeProcess serve, Fuse fuse, CancellationToken ct)
    {
        var clients = new List<Func<Task>>();
        var hands = _anna.Deal(_settings.ImapClients);
        for (var i = 0; i < _settings.ImapClients; i++)
        {
            var client = new ImapClient(serve, _anna, hands[i], $"imap-{_round}-{i}", new Random(_random.Next()), fuse);
            clients.Add(() => client.RunAsync(ct));
        }

        for (var i = 0; i < _settings.LmtpClients; i++)
        {
            var client = new LmtpClient(serve, [_anna, _bert], $"lmtp-{_round}-{i}", new Random(_random.Next()), fuse);
            clients.Add(() => client.RunAsync(ct));
        }

        var pop3 = new Pop3Client(serve, _bert, _uniqueIds, Report, new Random(_random.Next()), fuse);
        clients.Add(() => pop3.RunAsync(ct));
        clients.Add(() => new Onlooker(serve, _anna, "INBOX").RunAsync(ct));
        return clients;
    }

    /// <summary>A client ends when the server is gone, and only then.</summary>
    private async Task WatchAsync(Task client, ServeProcess serve)
    {
        try
        {
            await client;
        }
        catch (Exception e) when (e is IOException or RefusedException && serve.IsEnding)
        {
            // As it should be: the connection is gone, or the server has said that it stops.
        }
        catch (Exception e) when (e is IOException or RefusedException or TimeoutException or InvalidOperationException)
        {
            Report.Violation($"a client failed: {e.Message}");
        }
    }

    private async Task EndAsync(ServeProcess serve, CancellationToken ct)
    {
        // A fuse burns down when a client has sent or heard something; a moment more, and the server is in the middle of its own work.
        Spin(TimeSpan.FromMicroseconds(_random.Next(4000)));
        switch (_random.Next(10))
        {
            case 0:
                await StopAsync(serve, ct);
                break;
            case 1:
                await serve.TerminateAsync(ct);
                Spin(TimeSpan.FromMicroseconds(_random.Next(60_000)));
                await serve.KillAsync();
                Report.Ended("killed while stopping");
                break;
            default:
                await serve.KillAsync();
                Report.Ended("killed");
                break;
        }
    }

    private async Task StopAsync(ServeProcess serve, CancellationToken ct)
    {
        var status = await serve.StopAsync(ct);
        if (status != 0)
            Report.Violation($"a stop ended with status {status}: {string.Join('\n', serve.Log.TakeLast(5))}");
        Report.Ended("stopped");
    }

    private async Task KillWhileStartingAsync(CancellationToken ct)
    {
        await using var serve = ServeProcess.Begin(_settings.DataFolder, Variables());

        // No event to wait for: the moment is to be any.
        await Task.Delay(LongestStart * _random.NextDouble(), TimeProvider.System, ct);
        await serve.KillAsync();
        Report.Ended("killed while starting");
    }

    private async Task<ServeProcess> StartAsync(CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        var serve = await ServeProcess.StartAsync(_settings.DataFolder, Variables(), ct);
        Report.Started(TimeProvider.System.GetElapsedTime(began));
        return serve;
    }

    private async Task AuditAsync(ServeProcess serve, CancellationToken ct)
    {
        await new AccountAudit(serve, _anna, Report).RunAsync(ct);
        await new AccountAudit(serve, _bert, Report).RunAsync(ct);
    }

    /// <summary>Sometimes the log is copied back all the time, and accounts are closed as soon as nobody uses them.</summary>
    private Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string>();
        if (_random.Next(2) == 0)
            variables["POSTFACH_Store__WalBytes"] = "65536";
        if (_random.Next(2) == 0)
            variables["POSTFACH_Store__IdleAccounts"] = "0";
        return variables;
    }

    private static void Spin(TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time)
            Thread.SpinWait(20);
    }
}
