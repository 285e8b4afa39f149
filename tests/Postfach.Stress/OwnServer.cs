namespace Postfach.Stress;

/// <summary>A server that is started for a run, with users of its own.</summary>
internal static class OwnServer
{
    private static readonly StressUser[] Users = [new("anna", "secret"), new("bert", "secret")];

    // Mail never pauses here, and is indexed after thirty times as long: the index is made, merged and asked all the time.
    private static readonly Dictionary<string, string> BusyIndex = new() { ["POSTFACH_Search__IdleDelay"] = "00:00:00.03" };

    /// <param name="settings">What the run shall do with it.</param>
    public static async Task<StressReport> RunPostfachAsync(Func<StressServer, IReadOnlyList<StressUser>, StressSettings> settings, CancellationToken ct)
    {
        using var temp = new TempFolder();
        foreach (var user in Users)
            await PostfachProgram.AddUserAsync(temp["data"], user.Name, user.Password, ct);
        await using var serve = await ServeProcess.StartAsync(temp["data"], BusyIndex, ct);
        var server = new StressServer(serve.EndPoint("imap"), serve.EndPoint("lmtp"), serve.EndPoint("pop3"));
        var report = await RunAsync(settings(server, Users), ct);
        foreach (var fault in serve.Faults)
            report.Found("server", Rule.Refused, $"logged: {fault}", []);
        return report;
    }

    /// <param name="settings">What the run shall do with it.</param>
    public static async Task<StressReport> RunDovecotAsync(Func<StressServer, IReadOnlyList<StressUser>, StressSettings> settings, CancellationToken ct)
    {
        // Its own bound is 10 connections of a user from one address.
        await using var dovecot = await DovecotProcess.StartAsync([.. Users.Select(u => u.Name)], "mail_max_userip_connections = 1000\n", ct);
        var server = new StressServer(dovecot.EndPoint("imap"), dovecot.EndPoint("lmtp"), dovecot.EndPoint("pop3"));
        return await RunAsync(settings(server, Users) with { ModSeqMayRunAhead = true }, ct);
    }

    private static async Task<StressReport> RunAsync(StressSettings settings, CancellationToken ct)
    {
        var run = new StressRun(settings);
        await run.RunAsync(ct);
        return run.Report;
    }
}
