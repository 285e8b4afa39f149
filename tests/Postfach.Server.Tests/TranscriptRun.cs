using System.Globalization;
using System.Text;
using Postfach.Mail;

namespace Postfach.Server.Tests;

/// <summary>Plays one transcript against real sessions on a real store.</summary>
internal sealed class TranscriptRun(Transcript transcript, TranscriptMode mode, TestServer server)
{
    private const long MaxMessageBytes = 100_000;

    private readonly Dictionary<int, TestClient> _clients = [];
    private readonly Dictionary<string, string> _values = [];
    private readonly StringBuilder _heard = new();

    public static async Task PlayAsync(Transcript transcript, TranscriptMode mode)
    {
        await using var server = await TestServer.StartAsync(new TestServer { Time = new TickingTime() }, MaxMessageBytes);
        await new TranscriptRun(transcript, mode, server).PlayAsync();
        Assert.Empty(server.Log.Faults);
    }

    private async Task PlayAsync()
    {
        foreach (var given in transcript.Givens)
            await PrepareAsync(given);
        if (mode == TranscriptMode.Pipelined)
        {
            var client = await ConnectAsync(1);
            await client.SayAsync(string.Concat(transcript.Lines.Where(l => l.Kind == 'C').Select(l => l.Said)), mode);
        }

        foreach (var line in transcript.Lines)
            await PlayAsync(line);
        foreach (var (number, client) in _clients)
        {
            await client.CloseAsync();
            Assert.True(await client.HearAsync() is not { } more, $"{number} said more: {await RestAsync(client)}\n{_heard}");
        }
    }

    private static async Task<string> RestAsync(TestClient client)
    {
        var rest = new StringBuilder();
        while (await client.HearAsync() is { } line)
            rest.AppendLine(line);
        return rest.ToString();
    }

    private async Task PlayAsync(TranscriptLine line)
    {
        switch (line.Kind)
        {
            case 'C' when mode != TranscriptMode.Pipelined:
                _heard.Append(CultureInfo.InvariantCulture, $"C{line.Connection}: {line.Text}\n");
                await (await ConnectAsync(line.Connection)).SayAsync(line.SaidWith(_values), mode);
                break;
            case 'S':
                var heard = await (await ConnectAsync(line.Connection)).HearAsync();
                _heard.Append(CultureInfo.InvariantCulture, $"S{line.Connection}: {heard ?? "(the end)"}\n");
                Assert.True(
                    line.Text == "(the end)" ? heard is null : heard is not null && line.Matches(heard, _values),
                    $"line {line.Number} wants: {line.Text}\n{_heard}");
                break;
            case 'X':
                await HappenAsync(line.Text);
                break;
        }
    }

    private async Task HappenAsync(string what)
    {
        var words = what.Split(' ');
        switch (words)
        {
            case ["close", var client]:
                await (await ConnectAsync(NumberOf(client))).CloseAsync();
                break;
            case ["starttls", var client]:
                await (await ConnectAsync(NumberOf(client))).StartTlsAsync();
                break;
            case ["advance", var minutes, _]:
                await QuietAsync();
                server.Time.Advance(TimeSpan.FromMinutes(int.Parse(minutes, CultureInfo.InvariantCulture)));
                break;
            case ["each", "look", "at", "the", "time", "takes", var seconds, _] when server.Time is TickingTime time:
                await QuietAsync();
                time.Tick = TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture));
                break;
            case ["stop"]:
                await QuietAsync();
                await server.StopAsync();
                break;
            default:
                throw new FormatException($"What is to happen? {what}");
        }
    }

    private static int NumberOf(string client) => int.Parse(client.AsSpan(1), CultureInfo.InvariantCulture);

    /// <summary>Until every session waits: what happens then happens to all of them at rest.</summary>
    private async Task QuietAsync()
    {
        foreach (var client in _clients.Values)
            await client.QuietAsync();
    }

    private async Task<TestClient> ConnectAsync(int number)
    {
        if (_clients.TryGetValue(number, out var known))
            return known;
        var client = _clients[number] = server.Connect(transcript.Protocol, mayLogIn: !transcript.Givens.Contains("no log-in without TLS"), mayEnter: !transcript.Givens.Contains("too many connections"));
        if (transcript.Givens.Contains("anna is logged in"))
            await SkipAsync(client, transcript.Protocol == "imap" ? ["x LOGIN anna secret"] : ["USER anna", "PASS secret"]);
        if (transcript.Givens.Contains("INBOX is selected"))
            await SkipAsync(client, ["x SELECT INBOX"], greeting: false);
        return client;
    }

    private static async Task SkipAsync(TestClient client, IReadOnlyList<string> lines, bool greeting = true)
    {
        if (greeting)
            await client.HearAsync();
        foreach (var line in lines)
        {
            await client.SayAsync(line + "\r\n");
            while (await client.HearAsync() is { } heard && heard.StartsWith('*'))
            {
            }
        }
    }

    private async Task PrepareAsync(string given)
    {
        var first = given.Split('\n')[0].Split(' ');
        if (given is "not pipelined" or "anna is logged in" or "INBOX is selected" or "no log-in without TLS" or "too many connections")
            return;
        switch (first)
        {
            case ["mailbox", var name]:
                await server.CreateMailboxAsync(name);
                break;
            case [var mailbox, "has", "a", "message", .. var with]:
                var text = string.Join("\r\n", given.Split('\n').Skip(1)) + "\r\n";
                await server.AppendAsync(mailbox, Encoding.Latin1.GetBytes(TranscriptLine.Unescape(text)), Flags(with.Skip(1)));
                break;
            case [var mailbox, "has", var count, "messages"]:
                await server.AppendAsync(mailbox, int.Parse(count, CultureInfo.InvariantCulture));
                break;
            case [var mailbox, "has", var count, "recent", "messages"]:
                await server.AppendAsync(mailbox, int.Parse(count, CultureInfo.InvariantCulture), isRecent: true);
                break;
            default:
                throw new FormatException($"What is given? {given}");
        }
    }

    private static FlagSet Flags(IEnumerable<string> names)
    {
        var system = MessageFlags.None;
        var keywords = new List<Keyword>();
        foreach (var name in names)
        {
            if (name.StartsWith('\\'))
                system |= Enum.Parse<MessageFlags>(name.AsSpan(1));
            else if (Keyword.TryParse(name, out var keyword))
                keywords.Add(keyword);
        }

        return FlagSet.Of(system, keywords);
    }
}
