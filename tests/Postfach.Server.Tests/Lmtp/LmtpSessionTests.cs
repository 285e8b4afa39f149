using System.Text;
using CsCheck;

namespace Postfach.Server.Tests.Lmtp;

public sealed class LmtpSessionTests : IAsyncLifetime
{
    private LineTestServer _server = null!; // set before each test

    public async ValueTask InitializeAsync() => _server = await LineTestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_message_is_kept_byte_for_byte_behind_its_trace_fields()
    {
        var lmtp = await BeginAsync("anna");
        var reply = await DeliverAsync(lmtp, "Subject: x\r\n\r\na\n.\nb\r.\rc\0d\xE4\r\n..\r\n");

        Assert.Equal("250 2.0.0 Delivered as test-1-1", reply);
        Assert.Equal(
            "Return-Path: <s@example.org>\r\n"
            + "Delivered-To: anna\r\n"
            + "Received: from client.example ([127.0.0.1])\r\n"
            + " by mx.example.net with LMTP id test-1-1\r\n"
            + " for <anna>;\r\n"
            + " Mon, 02 Nov 2026 08:00:00 +0000\r\n"
            + "Subject: x\r\n\r\na\n.\nb\r.\rc\0d\xE4\r\n.\r\n",
            Latin(Assert.Single(await _server.InboxOfAsync("anna"))));
    }

    [Fact]
    public async Task After_a_TLS_handshake_that_failed_nothing_more_is_said_in_clear_text()
    {
        var lmtp = await BeginAsync("anna");
        Assert.StartsWith("220 ", await lmtp.AskAsync("STARTTLS"), StringComparison.Ordinal);
        Assert.Null(await lmtp.HearAsync());
    }

    [Fact]
    public async Task Any_bytes_are_kept_however_they_arrive()
    {
        var lmtp = await BeginAsync("anna");
        var samples = new List<byte[]>();
        Gen.Frequency((8, Gen.Int[0, 3].Select(i => (byte)".\r\na"[i])), (1, Gen.Byte)).Array[0, 300].Sample(samples.Add, iter: 20, threads: 1);
        foreach (var sample in samples)
        {
            var body = Latin(sample) + "\r\n";
            await lmtp.AskAsync("RSET", "MAIL FROM:<>", "RCPT TO:<anna>", "DATA");
            await lmtp.SayAsync(Stuffed(body) + ".\r\n", samples.IndexOf(sample) % 2 == 0 ? TranscriptMode.Bytewise : TranscriptMode.SplitAtLineEnds);
            Assert.StartsWith("250 ", await lmtp.HearAsync(), StringComparison.Ordinal);
        }

        var kept = (await _server.InboxOfAsync("anna")).Select(Latin).ToList();
        Assert.Equal(samples.Count, kept.Count);
        Assert.All(samples.Zip(kept), p => Assert.EndsWith(" +0000\r\n" + Latin(p.First) + "\r\n", p.Second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_recipient_gets_a_copy_with_trace_fields_of_their_own_and_one_however_often_the_address_came()
    {
        var lmtp = await BeginAsync("anna", "bert", "anna", "bert+work");
        await DeliverAsync(lmtp, "Subject: x\r\n\r\n", replies: 4);

        Assert.Contains("Delivered-To: anna\r\n", Latin(Assert.Single(await _server.InboxOfAsync("anna"))), StringComparison.Ordinal);
        var bert = (await _server.InboxOfAsync("bert")).Select(Latin).ToList();
        Assert.Equal(2, bert.Count);
        Assert.Single(bert, m => m.Contains("Delivered-To: bert\r\n", StringComparison.Ordinal) && m.Contains(" for <bert>;\r\n", StringComparison.Ordinal));
        Assert.Single(bert, m => m.Contains("Delivered-To: bert+work\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_recipient_whose_account_is_broken_is_put_off_and_the_others_get_their_mail()
    {
        _server.BreakAccountOf("bert");
        var lmtp = await BeginAsync("anna", "bert", "anna+2");
        await lmtp.SayAsync("DATA\r\n", TranscriptMode.Whole);
        await lmtp.HearAsync();
        await lmtp.SayAsync("Subject: x\r\n\r\n.\r\n", TranscriptMode.Whole);

        Assert.StartsWith("250 2.0.0 ", await lmtp.HearAsync(), StringComparison.Ordinal);
        Assert.StartsWith("451 4.3.0 ", await lmtp.HearAsync(), StringComparison.Ordinal);
        Assert.StartsWith("250 2.0.0 ", await lmtp.HearAsync(), StringComparison.Ordinal);
        Assert.Equal(2, (await _server.InboxOfAsync("anna")).Count);
    }

    [Fact]
    public async Task A_message_of_the_announced_size_is_taken_and_a_larger_one_swallowed_and_refused()
    {
        var most = (int)_server.Lmtp.MaxMessageSize;
        var lmtp = await BeginAsync("anna");
        Assert.StartsWith("250 ", await DeliverAsync(lmtp, new string('x', most - 2) + "\r\n"), StringComparison.Ordinal);

        await lmtp.AskAsync("MAIL FROM:<>", "RCPT TO:<anna>", "RCPT TO:<bert>");
        Assert.StartsWith("552 5.3.4 ", await DeliverAsync(lmtp, new string('x', most - 1) + "\r\nQUIT\r\n", replies: 2), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await lmtp.AskAsync("NOOP"), StringComparison.Ordinal);
        Assert.Single(await _server.InboxOfAsync("anna"));
        Assert.Empty(await _server.InboxOfAsync("bert"));
    }

    [Fact]
    public async Task A_message_in_chunks_that_is_too_big_is_refused_at_each_chunk_and_for_each_recipient()
    {
        var chunk = new string('x', (int)_server.Lmtp.MaxMessageSize / 2 + 1);
        var lmtp = await BeginAsync("anna", "bert");
        foreach (var expected in new[] { "250 2.0.0 ", "552 5.3.4 ", "552 5.3.4 " })
        {
            await lmtp.SayAsync($"BDAT {chunk.Length}\r\n{chunk}", TranscriptMode.Whole);
            Assert.StartsWith(expected, await lmtp.HearAsync(), StringComparison.Ordinal);
        }

        Assert.StartsWith("552 5.3.4 ", await lmtp.AskAsync("BDAT 0 LAST"), StringComparison.Ordinal);
        Assert.StartsWith("552 5.3.4 ", await lmtp.HearAsync(), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await lmtp.AskAsync("NOOP"), StringComparison.Ordinal);
        Assert.Empty(await _server.InboxOfAsync("anna"));
    }

    [Fact]
    public async Task A_message_in_chunks_is_kept_byte_for_byte()
    {
        var lmtp = await BeginAsync("anna");
        await lmtp.SayAsync("BDAT 5\r\na\r\n.\r" + "BDAT 0\r\n" + "BDAT 7 LAST\r\n\n\r\n.\r\n\0", TranscriptMode.Bytewise);
        await lmtp.HearAsync();
        await lmtp.HearAsync();
        Assert.StartsWith("250 2.0.0 Delivered", await lmtp.HearAsync(), StringComparison.Ordinal);
        Assert.EndsWith(" +0000\r\na\r\n.\r\n\r\n.\r\n\0", Latin(Assert.Single(await _server.InboxOfAsync("anna"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_inside_or_behind_a_chunk_delivers_nothing()
    {
        foreach (var said in new[] { "BDAT 10\r\nhalf", "BDAT 4\r\nhalf", "BDAT 10 LAST\r\nhalf" })
        {
            var lmtp = await BeginAsync("anna");
            await lmtp.SayAsync(said, TranscriptMode.Whole);
            await lmtp.CloseAsync();
        }

        Assert.Empty(await _server.InboxOfAsync("anna"));
    }

    [Fact]
    public async Task What_stands_behind_the_plus_names_a_mailbox_where_there_is_one()
    {
        await _server.CreateMailboxAsync("anna", "Lists/dotNet");
        var lmtp = await BeginAsync("anna+lists/dotnet", "anna+inbox", "anna+nosuch", "anna+", "anna+..", "anna+*");
        await DeliverAsync(lmtp, "x\r\n", replies: 6);
        Assert.Single(await _server.MessagesOfAsync("anna", "Lists/dotNet"));
        Assert.Equal(5, (await _server.InboxOfAsync("anna")).Count);
    }

    [Fact]
    public async Task Recipients_beyond_the_limit_are_put_off_to_another_transaction()
    {
        var lmtp = await BeginAsync([.. Enumerable.Range(1, 100).Select(i => $"anna+{i}")]);
        Assert.StartsWith("452 4.5.3 ", await lmtp.AskAsync("RCPT TO:<bert>"), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await DeliverAsync(lmtp, "x\r\n", replies: 100), StringComparison.Ordinal);
        Assert.Equal(100, (await _server.InboxOfAsync("anna")).Count);
    }

    [Fact]
    public async Task A_connection_that_breaks_inside_a_message_delivers_nothing()
    {
        var lmtp = await BeginAsync("anna");
        await lmtp.AskAsync("DATA");
        await lmtp.SayAsync("Subject: half\r\n.", TranscriptMode.Whole);
        await lmtp.CloseAsync();
        Assert.Empty(await _server.InboxOfAsync("anna"));
    }

    [Fact]
    public async Task A_client_that_falls_silent_inside_a_message_delivers_nothing()
    {
        var lmtp = await BeginAsync("anna");
        await lmtp.AskAsync("DATA");
        await lmtp.SayAsync("half a message", TranscriptMode.Whole);
        var end = lmtp.HearAsync();
        while (!end.IsCompleted)
        {
            _server.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.StartsWith("421 4.4.2 ", await end, StringComparison.Ordinal);
        Assert.Null(await lmtp.HearAsync());
        Assert.Empty(await _server.InboxOfAsync("anna"));
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_refused_and_the_session_goes_on()
    {
        var lmtp = await BeginAsync("anna");
        Assert.StartsWith("500 5.5.6 ", await lmtp.AskAsync("NOOP " + new string('x', 5000)), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await DeliverAsync(lmtp, "x\r\n"), StringComparison.Ordinal);
    }

    private static string Latin(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static string Stuffed(string body) => (body.StartsWith('.') ? "." : "") + body.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);

    /// <summary>A session in which the recipients have been accepted.</summary>
    private async Task<LineTestConnection> BeginAsync(params string[] recipients)
    {
        var lmtp = _server.Connect(_server.Lmtp.ServeAsync);
        await lmtp.HearAsync();
        await lmtp.SayAsync("LHLO client.example\r\n", TranscriptMode.Whole);
        await lmtp.HearAllAsync(line => line[3] == ' ');
        Assert.StartsWith("250 ", await lmtp.AskAsync("MAIL FROM:<s@example.org>"), StringComparison.Ordinal);
        foreach (var recipient in recipients)
            Assert.StartsWith("250 ", await lmtp.AskAsync($"RCPT TO:<{recipient}>"), StringComparison.Ordinal);
        return lmtp;
    }

    /// <summary>Sends a body that ends with CRLF and is stuffed already; the last reply.</summary>
    private static async Task<string?> DeliverAsync(LineTestConnection lmtp, string body, int replies = 1)
    {
        Assert.StartsWith("354 ", await lmtp.AskAsync("DATA"), StringComparison.Ordinal);
        await lmtp.SayAsync(body + ".\r\n", TranscriptMode.Whole);
        string? last = null;
        for (var i = 0; i < replies; i++)
            last = await lmtp.HearAsync();
        return last;
    }
}
