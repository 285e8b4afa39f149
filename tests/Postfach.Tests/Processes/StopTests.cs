using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Postfach.Tests.Processes;

/// <summary>What a stop means for those who are connected.</summary>
public sealed class StopTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Data => _temp["data"];

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task An_idle_client_is_told_goodbye()
    {
        using var serve = await StartAsync();
        using var client = await ConnectAsync(serve);
        await serve.Process.SignalAsync("TERM", Ct);
        Assert.StartsWith("* BYE ", await client.ReadLineAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(0, (await serve.Process.EndAsync("", Ct)).Code);
    }

    [Fact]
    public async Task An_append_that_has_begun_is_finished()
    {
        using var serve = await StartAsync();
        using var client = await LogInAsync(serve);
        await client.SendAsync("A2 APPEND INBOX {25}\r\n", Ct);
        Assert.StartsWith("+", await client.ReadLineAsync(Ct), StringComparison.Ordinal);
        await client.SendAsync("Subject: half\r\n\r\n", Ct);
        await serve.Process.SignalAsync("TERM", Ct);
        // The server has heard of the signal once it takes no more connections.
        await RefusesAsync(serve);
        await client.SendAsync("whole!\r\n\r\n", Ct);
        Assert.StartsWith("A2 OK ", await client.ReadLineAsync(Ct), StringComparison.Ordinal);
        Assert.StartsWith("* BYE ", await client.ReadLineAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(0, (await serve.Process.EndAsync("", Ct)).Code);

        using var next = await ServeProcess.StartAsync(Data, Ct);
        using var later = await LogInAsync(next);
        await later.SendAsync("A2 STATUS INBOX (MESSAGES)\r\n", Ct);
        Assert.Equal("* STATUS INBOX (MESSAGES 1)", await later.ReadLineAsync(Ct));
    }

    [Fact]
    public async Task A_client_that_never_finishes_does_not_hold_the_stop_up()
    {
        using var serve = await StartAsync();
        using var client = await LogInAsync(serve);
        await client.SendAsync("A2 APPEND INBOX {1000}\r\n", Ct);
        Assert.StartsWith("+", await client.ReadLineAsync(Ct), StringComparison.Ordinal);
        var began = Stopwatch.GetTimestamp();
        Assert.Equal(0, (await serve.StopAsync("TERM", Ct)).Code);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_is_removed_is_told_goodbye_and_others_stay(bool withMail)
    {
        using var serve = await StartAsync();
        using var removed = await LogInAsync(serve);
        using var other = await ConnectAsync(serve);
        await removed.SendAsync("A2 APPEND INBOX {14}\r\nSubject: x\r\n\r\n\r\nA3 IDLE\r\n", Ct);
        while (await removed.ReadLineAsync(Ct) is { } line && !line.StartsWith("+ idling", StringComparison.OrdinalIgnoreCase) && !line.StartsWith("A2 ", StringComparison.Ordinal))
            continue;
        string[] also = withMail ? ["--with-mail", "--yes"] : [];
        var ended = await PostfachProcess.Start(["user", "remove", "ann", .. also, "--data", Data]).EndAsync("", Ct);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        string? last = null;
        while (await removed.ReadLineAsync(Ct) is { } line)
            last = line;
        Assert.StartsWith("* BYE ", last, StringComparison.Ordinal);
        await other.SendAsync("B1 LOGIN ann secret\r\n", Ct);
        Assert.StartsWith("B1 NO ", await other.ReadLineAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(!withMail, Directory.Exists(Path.Combine(Data, "accounts", "1")));
        Assert.Equal(0, (await serve.StopAsync("TERM", Ct)).Code);
    }

    private async Task<ServeProcess> StartAsync()
    {
        Assert.Equal(0, (await PostfachProcess.Start("user", "add", "ann", "--password-stdin", "--data", Data).EndAsync("secret", Ct)).Code);
        return await ServeProcess.StartAsync(Data, Ct);
    }

    private static async Task<LineClient> ConnectAsync(ServeProcess serve)
    {
        var client = await LineClient.ConnectAsync(serve.EndPoint("imap"), Ct);
        Assert.StartsWith("* OK ", await client.ReadLineAsync(Ct), StringComparison.Ordinal);
        return client;
    }

    private static async Task<LineClient> LogInAsync(ServeProcess serve)
    {
        var client = await ConnectAsync(serve);
        await client.SendAsync("A1 LOGIN ann secret\r\n", Ct);
        Assert.StartsWith("A1 OK ", await client.ReadLineAsync(Ct), StringComparison.Ordinal);
        return client;
    }

    private static async Task RefusesAsync(ServeProcess serve)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < PostfachProgram.Patience)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(serve.EndPoint("imap"), Ct);
            }
            catch (SocketException)
            {
                return;
            }
        }

        Assert.Fail("The server goes on accepting connections");
    }

    private sealed class LineClient : IDisposable
    {
        private readonly TcpClient _client = new();
        private StreamReader? _reader;

        public static async Task<LineClient> ConnectAsync(System.Net.IPEndPoint endPoint, CancellationToken ct)
        {
            var client = new LineClient();
            await client._client.ConnectAsync(endPoint, ct);
            client._reader = new StreamReader(client._client.GetStream(), Encoding.Latin1);
            return client;
        }

        public async Task SendAsync(string text, CancellationToken ct) => await _client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text), ct);

        public async Task<string?> ReadLineAsync(CancellationToken ct) =>
            _reader is null ? null : await _reader.ReadLineAsync(ct).AsTask().WaitAsync(PostfachProgram.Patience, ct);

        public void Dispose()
        {
            _reader?.Dispose();
            _client.Dispose();
        }
    }
}
