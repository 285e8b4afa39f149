using System.Text;
using Postfach.Bench.Load;
using Postfach.Bench.Servers;

namespace Postfach.Bench.Figures;

/// <summary>SEARCH for texts in 50,000 messages by one client. All have their caches and indexes.</summary>
internal static class SearchFigures
{
    private const int Times = 3;

    public static IEnumerable<Figure> All =>
    [
        Keys("SUBJECT", "SUBJECT budget", 3),
        Keys("FROM", "FROM mueller@", 3),
        Keys("BODY, a word", "BODY children", 20),
        Keys("BODY, a part of a word that is nowhere", "BODY hildrenx", 20),
        Keys("TEXT, a word", "TEXT budget", 20),
        Keys("TEXT, a rare phrase", $"TEXT \"{SubjectInOneMessage(40_000)}\"", 20),

        // All words of it are in every message: each has to be read.
        Keys("TEXT, a phrase of words that are everywhere", "TEXT \"nobody answered because server was\"", null),
    ];

    /// <summary>A part of a subject that is decoded, with words that many have and a number that one has, which comes soon after another.</summary>
    public static string SubjectInOneMessage(int from)
    {
        var number = Enumerable.Range(from, 1000).First(n => Encoding.ASCII.GetString(Letters.Write(n)).Contains($"=9Fe_{n}?=", StringComparison.Ordinal));
        return $"e {number} aus K";
    }

    private static Figure Keys(string what, string keys, double? aim) => new()
    {
        Name = $"SEARCH of 50,000: {what}", Unit = "ms", HigherIsBetter = false, Aim = aim is { } times ? Aim.Times(times) : null, Asked = ServerKinds.All,
        Needs = MailSet.Large, Measure = s => SearchAsync(s, BenchUsers.Large, keys),
    };

    /// <summary>Of the INBOX of a user; also for the growth with the number of messages.</summary>
    public static async Task<double> SearchAsync(MailServer server, string user, string keys)
    {
        using var imap = await server.LogInAsync(user, "INBOX", tls: false, LoadConnection.Large);
        return await Pace.MillisecondsAsync(Times, async _ => await imap.RunAsync($"SEARCH {keys}"));
    }
}
