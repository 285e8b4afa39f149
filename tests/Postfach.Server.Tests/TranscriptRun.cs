using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Postfach.Mail;
using Postfach.Server.Imap;
using Postfach.Server.Lmtp;
using Postfach.Server.Pop3;
using Postfach.Store;

namespace Postfach.Server.Tests;

/// <summary>Plays one transcript against real sessions on a real store.</summary>
public sealed class TranscriptRun(Transcript transcript, TranscriptMode mode) : IAsyncDisposable
{
    private static readonly Actor Setup = new("", "test", "");

    private readonly string _folder = Directory.CreateTempSubdirectory("postfach-test-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));
    private readonly Dictionary<int, TestConnection> _connections = [];
    private readonly Dictionary<string, string> _values = [];
    private readonly StringBuilder _heard = new();
    private readonly CancellationTokenSource _stopping = new();
    private MailStore? _store;

    private MailStore Store => _store ?? throw new InvalidOperationException("Not yet.");

    public async Task PlayAsync()
    {
        _store = MailStore.Open(
            new StoreOptions { DataFolder = _folder, PasswordIterations = 4096, WriterThreads = 2, MaxMessageBytes = 100_000 }, _time, NullLoggerFactory.Instance);
        foreach (var name in new[] { "anna", "bert@example.org" })
            await Store.Users.AddAsync(UserName.TryParse(name, out var user, out var why) ? user : throw new FormatException(why), "secret", default);
        foreach (var given in transcript.Givens)
            await PrepareAsync(given);
        if (mode == TranscriptMode.Pipelined)
        {
            var connection = await ConnectAsync(1);
            await connection.SayAsync(string.Concat(transcript.Lines.Where(l => l.Kind == 'C').Select(l => Unescape(l.Text) + "\r\n")), mode);
        }

        foreach (var line in transcript.Lines)
            await PlayAsync(line);
        foreach (var connection in _connections.Values)
        {
            await connection.CloseAsync();
            Assert.True(await connection.HearAsync() is not { } more, $"{connection.Id} said more: {await RestAsync(connection)}\n{_heard}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var connection in _connections.Values)
            await connection.CloseAsync();
        if (_store is not null)
            await _store.DisposeAsync();
        _stopping.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<string> RestAsync(TestConnection connection)
    {
        var rest = new StringBuilder();
        while (await connection.HearAsync() is { } line)
            rest.AppendLine(line);
        return rest.ToString();
    }

    // \x00 and the like in what a client says.
    private static string Unescape(string text)
    {
        for (var at = text.IndexOf("\\x", StringComparison.Ordinal); at >= 0; at = text.IndexOf("\\x", at + 1, StringComparison.Ordinal))
            text = text[..at] + (char)int.Parse(text.AsSpan(at + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) + text[(at + 4)..];
        return text;
    }

    private async Task PlayAsync(TranscriptLine line)
    {
        switch (line.Kind)
        {
            case 'C' when mode != TranscriptMode.Pipelined:
                _heard.Append(CultureInfo.InvariantCulture, $"C{line.Connection}: {line.Text}\n");
                await (await ConnectAsync(line.Connection)).SayAsync(Unescape(line.Text) + "\r\n", mode);
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
        switch (words[0])
        {
            case "close":
                await (await ConnectAsync(int.Parse(words[1].AsSpan(1), CultureInfo.InvariantCulture))).CloseAsync();
                break;
            case "advance":
                _time.Advance(TimeSpan.FromMinutes(int.Parse(words[1], CultureInfo.InvariantCulture)));
                break;
            case "stop":
                await _stopping.CancelAsync();
                break;
            default:
                throw new FormatException($"What is to happen? {what}");
        }
    }

    private async Task<TestConnection> ConnectAsync(int number)
    {
        if (_connections.TryGetValue(number, out var known))
            return known;
        var connection = _connections[number] = new TestConnection(number, mayLogIn: !transcript.Givens.Contains("no log-in without TLS"));
        connection.Session = Task.Run(() => ServeAsync(connection));
        if (transcript.Givens.Contains("anna is logged in"))
            await SkipAsync(connection, transcript.Protocol == "imap" ? ["x LOGIN anna secret"] : ["USER anna", "PASS secret"]);
        if (transcript.Givens.Contains("INBOX is selected"))
            await SkipAsync(connection, ["x SELECT INBOX"], greeting: false);
        return connection;
    }

    private static async Task SkipAsync(TestConnection connection, IReadOnlyList<string> lines, bool greeting = true)
    {
        if (greeting)
            await connection.HearAsync();
        foreach (var line in lines)
        {
            await connection.SayAsync(line + "\r\n", TranscriptMode.Whole);
            while (await connection.HearAsync() is { } heard && heard.StartsWith('*'))
            {
            }
        }
    }

    private async Task ServeAsync(TestConnection connection)
    {
        try
        {
            await (transcript.Protocol switch
            {
                "imap" => new ImapService(Store, new ImapSessionLimits(), _time, NullLogger<ImapService>.Instance).ServeAsync(connection, _stopping.Token),
                "pop3" => new Pop3Service(Store, new Pop3Limits(), _time, NullLogger<Pop3Service>.Instance).ServeAsync(connection, _stopping.Token),
                _ => new LmtpService(Store, new LmtpOptions { HostName = "mx.example.net" }, _time, NullLogger<LmtpService>.Instance)
                    .ServeAsync(connection, _stopping.Token),
            });
        }
        catch (IOException)
        {
            // As a listener does: the connection is over.
        }
        finally
        {
            await connection.EndAsync();
        }
    }

    private async Task PrepareAsync(string given)
    {
        var first = given.Split('\n')[0].Split(' ');
        if (given is "not pipelined" or "anna is logged in" or "INBOX is selected" or "no log-in without TLS")
            return;
        using var lease = await Store.OpenAsync(new AccountId(1), default);
        var account = lease.Account;
        switch (first)
        {
            case ["mailbox", var name]:
                Assert.IsType<MailboxResult.Done>(await account.CreateMailboxAsync(MailboxName.Parse(name), SpecialUse.None, Setup, default));
                break;
            case [var mailbox, "has", "a", "message", .. var with]:
                await AppendAsync(account, mailbox, string.Join("\r\n", given.Split('\n').Skip(1)) + "\r\n", Flags(with.Skip(1)));
                break;
            case [var mailbox, "has", var count, "messages"]:
                for (var i = 1; i <= int.Parse(count, CultureInfo.InvariantCulture); i++)
                    await AppendAsync(account, mailbox, $"Subject: {i}\r\n\r\n{i}\r\n", FlagSet.Empty);
                break;
            default:
                throw new FormatException($"What is given? {given}");
        }
    }

    private static async Task AppendAsync(Account account, string mailbox, string text, FlagSet flags)
    {
        await using var content = account.BeginMessage();
        await content.WriteAsync(Encoding.Latin1.GetBytes(Unescape(text)), default);
        Assert.IsType<AppendResult.Appended>(await account.AppendAsync(MailboxName.Parse(mailbox), [new NewMessage(content, flags, null)], Setup, default));
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
