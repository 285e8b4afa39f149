using System.Diagnostics;
using Postfach.Bench.Load;
using Postfach.Bench.Servers;

namespace Postfach.Bench.Figures;

/// <summary>POP3 by one client.</summary>
internal static class Pop3Figures
{
    private const int Times = 3;

    public static IEnumerable<Figure> All =>
    [
        new()
        {
            Name = "POP3 log-in on 50,000", Unit = "ms", HigherIsBetter = false, Aim = Aim.Times(1), Needs = MailSet.Large,
            Measure = s => LogInAsync(s, BenchUsers.Large),
        },
        new()
        {
            Name = "POP3 UIDL of 50,000", Unit = "ms", HigherIsBetter = false, Aim = Aim.Times(5), Needs = MailSet.Large,
            Measure = s => UidlAsync(s, BenchUsers.Large),
        },
        Retrieve("POP3 RETR of 20,000, pipelined", Aim.Times(3), tls: false),
        Retrieve("POP3 RETR of 20,000, pipelined, under TLS", null, tls: true),
    ];

    /// <summary>From the connection to the answer to PASS, which counts the messages.</summary>
    public static Task<double> LogInAsync(MailServer server, string user) => MedianAsync(async () =>
    {
        var start = Stopwatch.GetTimestamp();
        using var pop3 = await server.LogInToPop3Async(user);
        var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await pop3.RunAsync("QUIT");
        return took;
    });

    /// <summary>The first of a session.</summary>
    public static Task<double> UidlAsync(MailServer server, string user) => MedianAsync(async () =>
    {
        using var pop3 = await server.LogInToPop3Async(user);
        var start = Stopwatch.GetTimestamp();
        await pop3.RunMultiLineAsync("UIDL");
        var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await pop3.RunAsync("QUIT");
        return took;
    });

    /// <summary>Messages a second.</summary>
    public static async Task<double> RetrieveAsync(MailServer server, string user, int messages, bool tls)
    {
        using var pop3 = await server.LogInToPop3Async(user, tls);
        var start = Stopwatch.GetTimestamp();
        await pop3.RetrieveAsync(messages);
        var rate = messages / Stopwatch.GetElapsedTime(start).TotalSeconds;
        await pop3.RunAsync("QUIT");
        return rate;
    }

    private static Figure Retrieve(string name, Aim? aim, bool tls) => new()
    {
        Name = name, Unit = "/s", Aim = aim, Needs = MailSet.Bodies,
        Measure = s => Task.Run(() => RetrieveAsync(s, BenchUsers.Bodies, BenchUsers.BodyMessages, tls)),
    };

    // A mailbox is locked until the session before has ended, which the answer to QUIT tells.
    private static async Task<double> MedianAsync(Func<Task<double>> measure)
    {
        var took = new double[Times];
        for (var i = 0; i < Times; i++)
            took[i] = await measure();
        return Pace.Median(took);
    }
}
