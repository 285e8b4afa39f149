using Postfach.Bench.Load;
using Postfach.Bench.Servers;

namespace Postfach.Bench.Figures;

/// <summary>
/// Changes of many messages by one command. Postfach has them on stable storage when it says OK; Dovecot leaves flags to the system.
/// </summary>
internal static class ChangeFigures
{
    public static IEnumerable<Figure> All =>
    [
        new()
        {
            Name = "STORE 1:50000 flags", Unit = "ms", HigherIsBetter = false, Aim = Aim.Times(1), Needs = MailSet.Large,
            Measure = s => StoreAsync(s, BenchUsers.Large),
        },
        new()
        {
            Name = "COPY of 10,000", Unit = "ms", HigherIsBetter = false, Aim = Aim.Times(8), Needs = MailSet.Copied,
            Measure = s => CopyAsync(s, BenchUsers.Copier, "1:*"),
        },
        new()
        {
            Name = "MOVE of 10,000", Unit = "ms", HigherIsBetter = false, Aim = Aim.Times(8), Needs = MailSet.Copied,
            Measure = s => MoveAsync(s, BenchUsers.Copier, "1:*"),
        },
    ];

    /// <summary>Of all messages of INBOX: sets a flag and takes it away, twice.</summary>
    public static async Task<double> StoreAsync(MailServer server, string user)
    {
        using var imap = await server.LogInAsync(user, "INBOX", buffer: LoadConnection.Large);
        return await Pace.MillisecondsAsync(4, async i => await imap.RunAsync($"STORE 1:* {(i % 2 == 0 ? '+' : '-')}FLAGS.SILENT (\\Flagged)"));
    }

    /// <summary>Into a mailbox that is made before and deleted afterwards.</summary>
    public static async Task<double> CopyAsync(MailServer server, string user, string messages)
    {
        using var imap = await server.LogInAsync(user, "INBOX");
        await imap.RunAsync("CREATE Copies");
        var took = await Pace.MillisecondsAsync(1, async _ => await imap.RunAsync($"COPY {messages} Copies"));
        await imap.RunAsync("DELETE Copies");
        return took;
    }

    /// <summary>Of copies, out of a mailbox into another; both are made before and deleted afterwards.</summary>
    public static async Task<double> MoveAsync(MailServer server, string user, string messages)
    {
        using var imap = await server.LogInAsync(user, "INBOX", buffer: LoadConnection.Large);
        await imap.RunAsync("CREATE Before");
        await imap.RunAsync("CREATE After");
        await imap.RunAsync($"COPY {messages} Before");
        await imap.RunAsync("SELECT Before");
        var took = await Pace.MillisecondsAsync(1, async _ => await imap.RunAsync("MOVE 1:* After"));
        await imap.RunAsync("SELECT INBOX");
        await imap.RunAsync("DELETE Before");
        await imap.RunAsync("DELETE After");
        return took;
    }
}
