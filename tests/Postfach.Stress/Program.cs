using Postfach.Stress;

StressArguments arguments;
try
{
    arguments = StressArguments.Read(args);
}
catch (FormatException e)
{
    await Console.Error.WriteLineAsync($"{e.Message}\n{StressArguments.Usage}");
    return 64;
}

StressSettings Settings(StressServer server, IReadOnlyList<StressUser> users) => new(arguments.Seed, server, users)
{
    Connections = arguments.Connections,
    Time = TimeSpan.FromSeconds(arguments.Seconds),
    Empty = arguments.Empty,
};

async Task<StressReport> RunAgainstAsync(System.Net.IPEndPoint server)
{
    var run = new StressRun(Settings(new StressServer(server, arguments.Lmtp, arguments.Pop3), arguments.Users));
    await run.RunAsync(CancellationToken.None);
    return run.Report;
}

var report = arguments.Server is { } server ? await RunAgainstAsync(server)
    : arguments.Dovecot ? await OwnServer.RunDovecotAsync(Settings, CancellationToken.None)
    : await OwnServer.RunPostfachAsync(Settings, CancellationToken.None);
Console.WriteLine(arguments.Json ? report.ToJson() : report.ToString());
return report.Findings.Count > 0 ? 1 : 0;
