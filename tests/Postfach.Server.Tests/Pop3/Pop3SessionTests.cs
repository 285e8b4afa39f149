using System.Text;
using CsCheck;

namespace Postfach.Server.Tests.Pop3;

public sealed class Pop3SessionTests : IAsyncLifetime
{
    private LineTestServer _server = null!; // set before each test

    public async ValueTask InitializeAsync() => _server = await LineTestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_message_comes_as_it_is_with_a_dot_before_each_line_that_a_client_may_see_starting_with_one()
    {
        await _server.AppendAsync("anna", Bytes("a\n.\nb\n.\r\nc\r.\rd\0\xE4\r\n.\r\nno end"));
        var pop3 = await LogInAsync();
        Assert.Equal("+OK 27 octets", await pop3.AskAsync("RETR 1"));
        var lines = await pop3.HearAllAsync(line => line == ".");
        Assert.Equal("a\n..\nb\n..\r\nc\r.\rd\0\xE4\r\n..\r\nno end\r\n.", string.Join("\r\n", lines));
    }

    [Fact]
    public async Task Messages_of_any_bytes_and_sizes_come_back_whole()
    {
        var samples = new List<byte[]>();
        Gen.Frequency((8, Gen.Int[0, 3].Select(i => (byte)".\r\na"[i])), (1, Gen.Byte)).Array[0, 300].Sample(samples.Add, iter: 20, threads: 1);
        samples.AddRange([[], Bytes(Big(131_071)), Bytes(Big(131_072)), Bytes(Big(131_073)), Bytes(Big(500_000))]);
        await _server.AppendAsync("anna", samples);

        var pop3 = await LogInAsync();
        for (var i = 0; i < samples.Count; i++)
        {
            Assert.Equal($"+OK {samples[i].Length} octets", await pop3.AskAsync($"RETR {i + 1}"));
            var lines = await pop3.HearAllAsync(line => line == ".");
            var text = Encoding.Latin1.GetString(samples[i]);
            Assert.Equal(text.Length == 0 || text.EndsWith("\r\n", StringComparison.Ordinal) ? text : text + "\r\n", Unstuffed(lines));
        }
    }

    [Fact]
    public async Task Messages_come_whole_in_any_order()
    {
        string[] texts = [.. Enumerable.Range(1, 40).Select(i => i % 7 == 0 ? Big(60_000 + i) : i == 20 ? Big(300_000) : $"Subject: {i}\r\n\r\n.{i}\r\n")];
        await _server.AppendAsync("anna", [.. texts.Select(Bytes)]);
        var pop3 = await LogInAsync();
        int[] inOrder = [.. Enumerable.Range(1, 40)];
        foreach (var number in (int[])[.. inOrder, .. inOrder, 1, 2, 3, 3, 3, 4, 1, 2, 5, 6, .. inOrder.Reverse(), 38, 39, 40, 1])
        {
            Assert.Equal($"+OK {texts[number - 1].Length} octets", await pop3.AskAsync($"RETR {number}"));
            var text = texts[number - 1];
            Assert.Equal(text.EndsWith("\r\n", StringComparison.Ordinal) ? text : text + "\r\n", Unstuffed(await pop3.HearAllAsync(line => line == ".")));
        }

        // One that was read along is gone when it is marked.
        foreach (var number in (int[])[1, 2])
        {
            await pop3.AskAsync($"RETR {number}");
            await pop3.HearAllAsync(line => line == ".");
        }

        Assert.StartsWith("+OK", await pop3.AskAsync("DELE 3"), StringComparison.Ordinal);
        Assert.StartsWith("-ERR", await pop3.AskAsync("RETR 3"), StringComparison.Ordinal);
        Assert.Equal($"+OK {texts[3].Length} octets", await pop3.AskAsync("RETR 4"));
        Assert.Equal(texts[3], Unstuffed(await pop3.HearAllAsync(line => line == ".")));
    }

    [Fact]
    public async Task The_top_of_a_message_over_several_pieces_is_found()
    {
        var header = "X: " + new string('x', 200_000) + "\r\n\r\n";
        await _server.AppendAsync("anna", Bytes(header + "one\r\ntwo\r\n"));
        var pop3 = await LogInAsync();
        Assert.StartsWith("+OK ", await pop3.AskAsync("TOP 1 1"), StringComparison.Ordinal);
        Assert.Equal(header + "one\r\n", Unstuffed(await pop3.HearAllAsync(line => line == ".")));
    }

    [Fact]
    public async Task Many_messages_are_listed_in_order_with_unique_ids_that_stay()
    {
        await _server.AppendAsync("anna", Enumerable.Range(1, 3000).Select(i => Bytes($"{i}\r\n")));
        var pop3 = await LogInAsync();
        await pop3.AskAsync("UIDL");
        var first = await pop3.HearAllAsync(line => line == ".");
        Assert.Equal(3001, first.Count);
        Assert.Equal(3000, first.Take(3000).Select(line => line.Split(' ')[1]).Distinct().Count());
        await pop3.AskAsync("DELE 1", "QUIT");

        var again = await LogInAsync();
        await again.AskAsync("UIDL");
        Assert.Equal(
            first.Skip(1).Select(line => line.Split(' ')[^1]), (await again.HearAllAsync(line => line == ".")).Select(line => line.Split(' ')[^1]));
    }

    [Fact]
    public async Task What_came_in_clear_text_before_TLS_is_thrown_away()
    {
        var clear = new LineTestConnection(1, mayLogIn: false);
        var encrypted = new LineTestConnection(2, mayLogIn: true);
        var session = LineTestServer.ServeAsync(_server.Pop3.ServeAsync, new StlsConnection(clear, encrypted), encrypted);
        await clear.HearAsync();
        await clear.SayAsync("STLS\r\nUSER anna\r\nPASS", TranscriptMode.Whole);
        Assert.StartsWith("+OK ", await clear.HearAsync(), StringComparison.Ordinal);

        await encrypted.SayAsync("CAPA\r\n", TranscriptMode.Whole);
        Assert.DoesNotContain("STLS", await encrypted.HearAllAsync(line => line == "."));
        Assert.StartsWith("-ERR ", await encrypted.AskAsync("PASS secret"), StringComparison.Ordinal);
        Assert.StartsWith("-ERR ", await encrypted.AskAsync("STLS"), StringComparison.Ordinal);
        Assert.StartsWith("+OK ", await encrypted.AskAsync("USER anna", "PASS secret", "QUIT"), StringComparison.Ordinal);
        await session;
    }

    [Fact]
    public async Task After_a_TLS_handshake_that_failed_nothing_more_is_said_in_clear_text()
    {
        var pop3 = _server.Connect(_server.Pop3.ServeAsync);
        await pop3.HearAsync();
        Assert.StartsWith("+OK ", await pop3.AskAsync("STLS"), StringComparison.Ordinal);
        Assert.Null(await pop3.HearAsync());
    }

    [Fact]
    public async Task A_name_given_before_TLS_counts_no_more()
    {
        var clear = new LineTestConnection(1, mayLogIn: true);
        var encrypted = new LineTestConnection(2, mayLogIn: true);
        var session = LineTestServer.ServeAsync(_server.Pop3.ServeAsync, new StlsConnection(clear, encrypted), encrypted);
        await clear.HearAsync();
        await clear.AskAsync("USER anna", "STLS");
        Assert.Equal("-ERR Say USER first", await encrypted.AskAsync("PASS secret"));
        await encrypted.AskAsync("QUIT");
        await session;
    }

    [Fact]
    public async Task An_account_that_cannot_be_opened_is_a_fault_of_ours_and_the_session_goes_on()
    {
        _server.BreakAccountOf("bert");
        var pop3 = _server.Connect(_server.Pop3.ServeAsync);
        await pop3.HearAsync();
        Assert.StartsWith("-ERR [SYS/TEMP] ", await pop3.AskAsync("USER bert", "PASS secret"), StringComparison.Ordinal);
        Assert.StartsWith("+OK 0 ", await pop3.AskAsync("USER anna", "PASS secret"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_refused_and_the_session_goes_on()
    {
        var pop3 = await LogInAsync();
        Assert.Equal("-ERR The line is too long", await pop3.AskAsync("NOOP " + new string('x', 5000)));
        Assert.Equal("+OK 0 0", await pop3.AskAsync("STAT"));
    }

    [Fact]
    public async Task Lines_may_end_with_a_bare_LF()
    {
        var pop3 = _server.Connect(_server.Pop3.ServeAsync);
        await pop3.HearAsync();
        await pop3.SayAsync("USER anna\nPASS secret\nSTAT\n", TranscriptMode.Whole);
        await pop3.HearAsync();
        await pop3.HearAsync();
        Assert.Equal("+OK 0 0", await pop3.HearAsync());
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static string Big(int length) => string.Concat(Enumerable.Repeat(".line\r\n", (length / 7) + 1))[..length];

    /// <summary>As a client does that takes each LF for a line's end.</summary>
    private static string Unstuffed(List<string> lines)
    {
        var body = string.Concat(lines.Take(lines.Count - 1).Select(line => line + "\r\n"));
        return (body.StartsWith('.') ? body[1..] : body).Replace("\n.", "\n", StringComparison.Ordinal);
    }

    private async Task<LineTestConnection> LogInAsync()
    {
        var pop3 = _server.Connect(_server.Pop3.ServeAsync);
        await pop3.HearAsync();
        Assert.StartsWith("+OK ", await pop3.AskAsync("USER anna", "PASS secret"), StringComparison.Ordinal);
        return pop3;
    }
}
