using Postfach.Bench.Load;
using Postfach.Bench.Servers;

namespace Postfach.Bench.Figures;

/// <summary>SORT and THREAD of all messages of a mailbox by one client. Both servers keep what they go by: another round came before.</summary>
internal static class SortFigures
{
    private const int Times = 5;

    public static IEnumerable<Figure> All =>
    [
        Of("SORT of 50,000: (REVERSE DATE)", "SORT (REVERSE DATE) UTF-8 ALL", Aim.Times(2)),
        Of("SORT of 50,000: (FROM DATE)", "SORT (FROM DATE) UTF-8 ALL", null),
        Of("SORT of 50,000: (SUBJECT)", "SORT (SUBJECT) UTF-8 ALL", null),
        Of("THREAD of 50,000: REFERENCES", "THREAD REFERENCES UTF-8 ALL", Aim.Times(2)),
    ];

    private static Figure Of(string name, string command, Aim? aim) => new()
    {
        Name = name, Unit = "ms", HigherIsBetter = false, Aim = aim, Needs = MailSet.Large, Measure = s => MeasureAsync(s, BenchUsers.Large, command),
    };

    /// <summary>Of the INBOX of a user; also for the growth with the number of messages.</summary>
    public static async Task<double> MeasureAsync(MailServer server, string user, string command)
    {
        using var imap = await server.LogInAsync(user, "INBOX", tls: false, LoadConnection.Large);
        return await Pace.MillisecondsAsync(Times, async _ => await imap.RunAsync(command));
    }
}
