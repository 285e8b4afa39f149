using System.Globalization;
using System.Text;
using Postfach.Bench.Load;
using Postfach.Bench.Servers;
using Postfach.Testing;

namespace Postfach.Bench.Growth;

/// <summary>Measures Postfach at one size after another, and Dovecot at one of them.</summary>
/// <param name="largest">No size beyond it.</param>
/// <param name="words">Only figures with one of them in their names; none: all.</param>
internal sealed class GrowthRun(IReadOnlyList<string> words, bool oursOnly, int largest)
{
    private const int Beside = 50_000, Piece = 100_000, Rounds = 3;

    private readonly List<int> _messages = [.. new[] { 1_000, 10_000, 100_000, 500_000, 1_000_000 }.Where(n => n <= largest)];
    private readonly List<int> _accounts = [.. new[] { 10, 100, 1_000, 10_000 }.Where(n => n <= largest)];

    public static async Task RunAsync(BenchArguments arguments, bool oursOnly, CancellationToken ct)
    {
        var run = new GrowthRun(arguments.Words, oursOnly, arguments.Largest);
        var byMessages = await run.ByMessagesAsync(ct);
        GrowthReport.Print("by messages in the mailbox", byMessages);
        var byAccounts = await run.ByAccountsAsync(ct);
        GrowthReport.Print("by accounts", byAccounts);
        if (arguments.JsonFile is { } json)
            await GrowthReport.WriteJsonAsync(json, [.. byMessages, .. byAccounts]);
        if (arguments.ChartFile is { } chart)
            await GrowthReport.WriteAsync(chart, [.. byMessages, .. byAccounts]);
    }

    private async Task<IReadOnlyList<GrowthLine>> ByMessagesAsync(CancellationToken ct)
    {
        var figures = Chosen(GrowthFigures.ByMessages);
        if (figures.Count == 0)
            return [];
        using var folder = BenchFolder.Create();
        await using var server = new PostfachServer(folder, certificate: null);
        await server.AddUsersAsync([BenchUsers.Small, .. _messages.Select(User)]);
        foreach (var count in _messages)
        {
            for (var first = 0; first < count; first += Piece)
                await ImportAsync(server, User(count), folder[$"mbox{first}"], first, Math.Min(Piece, count - first)).WaitAsync(ct);
        }

        await server.StartAsync();
        await IndexAsync(server).WaitAsync(ct);
        var ours = new List<IReadOnlyList<(int, double)>>();
        foreach (var figure in figures)
        {
            await Console.Error.WriteLineAsync($"  {figure.Name}");
            var values = new List<(int, double)>();
            foreach (var count in _messages)
                values.Add((count, await MedianAsync(figure, server, User(count), count).WaitAsync(ct)));
            ours.Add(values);
        }

        await server.StopAsync();
        var theirs = oursOnly ? null : await DovecotAsync(figures).WaitAsync(ct);
        return [.. figures.Select((figure, i) => new GrowthLine(figure, ours[i], theirs is null ? null : (Beside, theirs[i])))];
    }

    private async Task<IReadOnlyList<GrowthLine>> ByAccountsAsync(CancellationToken ct)
    {
        var figures = Chosen(GrowthFigures.ByAccounts);
        var values = figures.Select(_ => new List<(int, double)>()).ToList();
        foreach (var accounts in figures.Count == 0 ? [] : _accounts)
        {
            await Console.Error.WriteLineAsync($"  {accounts} accounts");
            using var folder = BenchFolder.Create();
            await using var server = new PostfachServer(folder, certificate: null);
            await server.AddUsersAsync(Figures.StartFigures.Users(accounts), messages: 1);
            await server.StartAsync();
            for (var i = 0; i < figures.Count; i++)
                values[i].Add((accounts, await MedianAsync(figures[i], server, "", accounts).WaitAsync(ct)));
        }

        return [.. figures.Select((figure, i) => new GrowthLine(figure, values[i], null))];
    }

    // An account is indexed once somebody has opened it.
    private async Task IndexAsync(PostfachServer server)
    {
        await Console.Error.WriteLineAsync("  indexing");
        foreach (var count in _messages)
        {
            using var imap = await server.LogInAsync(User(count), "INBOX");
            await imap.RunAsync("LOGOUT");
        }

        await server.SettleAsync();
    }

    private static string User(int count) => string.Create(CultureInfo.InvariantCulture, $"messages{count}");

    private List<GrowthFigure> Chosen(IReadOnlyList<GrowthFigure> figures) =>
        [.. figures.Where(f => words.Count == 0 || words.Any(w => f.Name.Contains(w, StringComparison.OrdinalIgnoreCase)))];

    // The first round does not count: code is compiled, files are opened.
    private static async Task<double> MedianAsync(GrowthFigure figure, MailServer server, string user, int size)
    {
        var values = new List<double>();
        for (var i = 0; i <= Rounds; i++)
            values.Add(await figure.Measure(server, user, size));
        return Pace.Median(values.Skip(1));
    }

    private static async Task ImportAsync(PostfachServer server, string user, string file, int first, int count)
    {
        await Console.Error.WriteLineAsync($"  importing {count} messages for {user}");
        await using (var mbox = new StreamWriter(file, append: false, Encoding.ASCII, 1 << 20))
        {
            for (var i = 0; i < count; i++)
            {
                await mbox.WriteAsync("From bert@example.net Thu Jan  1 08:00:00 2026\n");
                await mbox.WriteAsync(Encoding.ASCII.GetString(Letters.Write(first + i, GrowthFigures.Letter)).Replace("\r\n", "\n", StringComparison.Ordinal));
                await mbox.WriteAsync('\n');
            }
        }

        await PostfachProgram.RunAsync("", CancellationToken.None, "import", user, file, "--mailbox", "INBOX", "--data", server.DataFolder);
        File.Delete(file);
    }

    // The better of the two.
    private static async Task<IReadOnlyList<double>> DovecotAsync(List<GrowthFigure> figures)
    {
        var best = figures.Select(_ => double.PositiveInfinity).ToArray();
        foreach (var settings in new[] { DovecotConfiguration.Default, DovecotConfiguration.Fast })
        {
            await Console.Error.WriteLineAsync($"  Dovecot at {Beside}");
            using var folder = BenchFolder.Create();
            await using var server = new DovecotServer("Dovecot", folder, new Certificate(folder), settings) { IsFilling = true };
            await server.AddUsersAsync([BenchUsers.Small, User(Beside)]);
            await server.StartAsync();
            await MailboxFiller.AppendAsync(server, BenchUsers.Small, "INBOX", 10, 0, Letters.Write);
            await MailboxFiller.AppendAsync(server, User(Beside), "INBOX", Beside, 0, n => Letters.Write(n, GrowthFigures.Letter));
            server.IsFilling = false;
            await server.RestartAsync();
            for (var i = 0; i < figures.Count; i++)
                best[i] = Math.Min(best[i], await MedianAsync(figures[i], server, User(Beside), Beside));
        }

        return best;
    }
}
