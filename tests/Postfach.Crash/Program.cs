using System.Globalization;
using Postfach.Crash;
using Postfach.Crash.Fetching;

// dotnet run --project tests/Postfach.Crash -- [--kills N] [--seed N] [--data DIR] [--fetch pop3|imap]
var kills = 100;
var seed = Environment.ProcessId;
string? data = null;
string? fetch = null;
for (var i = 0; i + 1 < args.Length; i += 2)
{
    switch (args[i])
    {
        case "--kills":
            kills = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
            break;
        case "--seed":
            seed = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
            break;
        case "--data":
            data = args[i + 1];
            break;
        case "--fetch":
            fetch = args[i + 1];
            break;
        default:
            await Console.Error.WriteLineAsync($"{args[i]} is not known; there are --kills, --seed, --data and --fetch");
            return 64;
    }
}

// The folder stays where it was named, and where something is wrong.
var folder = data ?? Directory.CreateTempSubdirectory("postfach-crash").FullName;
Console.WriteLine($"{kills} kills, seed {seed}, data in {folder}");
var began = TimeProvider.System.GetTimestamp();
if (fetch is not null)
{
    await using var dovecot = await DovecotProcess.StartAsync([FetchCrashRun.User], "", CancellationToken.None);
    var fetching = new FetchCrashRun(dovecot.EndPoint, fetch, kills, seed, folder);
    await fetching.RunAsync(CancellationToken.None);
    Console.WriteLine(fetching);
    return fetching.Violations.Count > 0 ? 1 : 0;
}

var run = new CrashRun(new CrashSettings(kills, seed, folder), Console.WriteLine);
await run.RunAsync(CancellationToken.None);
Console.WriteLine(run.Report);
Console.WriteLine($"took            {TimeProvider.System.GetElapsedTime(began):c}");
if (run.Report.Violations.Count > 0)
    return 1;
if (data is null)
    Directory.Delete(folder, recursive: true);
return 0;
