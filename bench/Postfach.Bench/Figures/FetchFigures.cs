using System.Diagnostics;
using Postfach.Bench.Load;
using Postfach.Bench.Servers;

namespace Postfach.Bench.Figures;

/// <summary>FETCH of all messages of a mailbox by one client. Dovecot's cache knows what is asked for, as another round came before.</summary>
internal static class FetchFigures
{
    public const string ListedHeaders = "(BODY.PEEK[HEADER.FIELDS (From To Subject Date Message-ID)])";

    private const int Times = 3;

    public static IEnumerable<Figure> All =>
    [
        Items("flags", "(FLAGS)", 3),
        Items("envelopes", "(ENVELOPE)", 5),
        Items("structures", "(BODYSTRUCTURE)", 2),
        Items("listed headers", ListedHeaders, 2),
        Bodies("FETCH of 20,000 whole bodies", Aim.Times(4), tls: false),
        Bodies("FETCH of 20,000 whole bodies under TLS", null, tls: true),
    ];

    /// <summary>Of the INBOX of a user; also for the growth with the number of messages.</summary>
    public static Task<double> FetchAsync(MailServer server, string user, string items, int times = Times) => SelectedAsync(
        server, user, tls: false, imap => Pace.MillisecondsAsync(times, async _ => await imap.RunAsync($"FETCH 1:* {items}")));

    /// <summary>Megabytes a second.</summary>
    public static Task<double> BodiesAsync(MailServer server, string user, bool tls) => SelectedAsync(server, user, tls, async imap =>
    {
        var start = Stopwatch.GetTimestamp();
        var bytes = await imap.RunAsync("FETCH 1:* (BODY.PEEK[])");
        return bytes / 1e6 / Stopwatch.GetElapsedTime(start).TotalSeconds;
    });

    private static Figure Items(string what, string items, double aim) => new()
    {
        Name = $"FETCH of 50,000: {what}", Unit = "ms", HigherIsBetter = false, Aim = Aim.Times(aim), Needs = MailSet.Large,
        Measure = s => FetchAsync(s, BenchUsers.Large, items),
    };

    private static Figure Bodies(string name, Aim? aim, bool tls) => new()
    {
        Name = name, Unit = "MB/s", Aim = aim, Needs = MailSet.Bodies, Limit = Limit.Loopback, Measure = s => Task.Run(() => BodiesAsync(s, BenchUsers.Bodies, tls)),
    };

    private static async Task<double> SelectedAsync(MailServer server, string user, bool tls, Func<ImapClient, Task<double>> measure)
    {
        using var imap = await server.LogInAsync(user, "INBOX", tls, LoadConnection.Large);
        return await measure(imap);
    }
}
