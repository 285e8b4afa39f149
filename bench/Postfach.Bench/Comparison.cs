using Postfach.Bench.Figures;
using Postfach.Bench.Load;
using Postfach.Bench.Report;
using Postfach.Bench.Servers;

namespace Postfach.Bench;

/// <summary>All servers with the same mail, measured by turns: A B C A B C. One that is not asked anything costs nothing.</summary>
internal sealed class Comparison : IAsyncDisposable
{
    private readonly BenchFolder _folder = BenchFolder.Create();
    private readonly List<DovecotServer> _dovecots = [];
    private readonly PostfachServer _ours;

    private Comparison(bool oursOnly, bool withXapian)
    {
        var certificate = new Certificate(_folder);
        _ours = new PostfachServer(_folder.Sub("postfach"), certificate);
        if (oursOnly)
            return;
        _dovecots.Add(new("Dovecot default", _folder.Sub("dovecot"), certificate, DovecotConfiguration.Default));
        _dovecots.Add(new("Dovecot fast", _folder.Sub("dovecot-fast"), certificate, DovecotConfiguration.Fast));
        if (withXapian)
            _dovecots.Add(new("Dovecot xapian", _folder.Sub("dovecot-xapian"), certificate, DovecotConfiguration.Xapian));
    }

    public IReadOnlyList<string> Dovecots => [.. _dovecots.Select(d => d.Name)];

    public string Folder => _folder.Path;

    private IEnumerable<MailServer> Servers => _dovecots.Prepend<MailServer>(_ours);

    /// <summary>Starts the servers, with the mail in them that the figures need.</summary>
    public static async Task<Comparison> StartAsync(bool oursOnly, IReadOnlyList<Figure> figures)
    {
        var mail = figures.Aggregate(MailSet.None, (all, figure) => all | figure.Needs);
        var comparison = new Comparison(oursOnly, figures.Any(f => f.Asked.HasFlag(ServerKinds.DovecotXapian)) && DovecotServer.HasXapian);
        try
        {
            foreach (var server in comparison.Servers)
                await server.AddUsersAsync(BenchUsers.All);
            await Task.WhenAll(comparison.StartOursAsync(mail), comparison.StartDovecotsAsync(mail));
            return comparison;
        }
        catch
        {
            await comparison.DisposeAsync();
            throw;
        }
    }

    public async Task<Row> MeasureAsync(Figure figure, int rounds)
    {
        var asked = Servers.Where(s => figure.Asked.HasFlag(s.Kind)).ToList();
        var values = asked.ToDictionary(s => s, _ => new List<double>());
        var troubles = new Dictionary<MailServer, string>();
        foreach (var server in asked)
            await server.SettleAsync();
        for (var round = figure.WarmsUp ? -1 : 0; round < rounds; round++)
        {
            foreach (var server in asked.Where(s => !troubles.ContainsKey(s)))
            {
                var (value, trouble) = await MeasureAsync(figure, server);
                if (trouble is not null)
                    troubles.Add(server, trouble);
                else if (round >= 0)
                    values[server].Add(value);
            }
        }

        var cells = asked.Select(s => new Cell(s.Name, s.Kind, values[s], troubles.GetValueOrDefault(s))).ToList();
        return new Row(figure, cells[0], cells[1..]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Servers)
            await server.DisposeAsync();
        _folder.Dispose();
    }

    // Whatever was refused, whether a client heard of it or only the log: the figure would not be what it says.
    private static async Task<(double Value, string? Trouble)> MeasureAsync(Figure figure, MailServer server)
    {
        try
        {
            var value = await figure.Measure(server);
            return server.TakeTroubles() is [var trouble, ..] ? (0, trouble) : (value, null);
        }
        catch (Exception e) when (e is LoadException or IOException or System.Net.Sockets.SocketException or TimeoutException)
        {
            return (0, string.Join(" | ", server.TakeTroubles().Take(1).Prepend(e.Message)));
        }
    }

    private async Task StartOursAsync(MailSet mail)
    {
        await _ours.StartAsync();
        await MailboxFiller.FillAsync(_ours, mail);
    }

    private async Task StartDovecotsAsync(MailSet mail)
    {
        if (_dovecots is not [var first, ..])
            return;
        first.IsFilling = true;
        await first.StartAsync();
        await MailboxFiller.FillAsync(first, mail);
        await first.StopAsync();
        first.IsFilling = false;
        foreach (var other in _dovecots.Skip(1))
            await other.CopyMailAsync(first);
        foreach (var dovecot in _dovecots)
            await dovecot.StartAsync();
    }
}
