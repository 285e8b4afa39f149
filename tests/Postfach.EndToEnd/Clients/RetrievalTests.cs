using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Postfach.EndToEnd.Hosting;

namespace Postfach.EndToEnd.Clients;

/// <summary>One Postfach fetches from another: what comes over is what was there, and then it is there no more.</summary>
public sealed class RetrievalTests(MailHost host) : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("pop3", "starttls")]
    [InlineData("imap", "starttls")]
    [InlineData("pop3s", "implicit")]
    [InlineData("imaps", "implicit")]
    public async Task Every_message_is_here_byte_for_byte_and_gone_there(string listener, string tls)
    {
        var user = host.TakeUser();
        var letters = (await host.FillAsync(user, 20, Ct)).ToList();
        if (listener.StartsWith("imap", StringComparison.Ordinal))
            letters.AddRange(await AppendOddAsync(user));
        await PostfachProgram.AddUserAsync(_temp["data"], "anna", MailHost.Password, Ct);
        await using var here = await ServeProcess.StartAsync(_temp["data"], Ct);
        var fingerprint = host.Certificate.GetCertHashString(HashAlgorithmName.SHA256);
        var foreseen = await RunAsync(MailHost.Password, 0, "source", "add", "there", "--account", "anna", "--protocol", listener.TrimEnd('s'), "--host", "127.0.0.1",
            "--port", $"{host.Serve.Port(listener)}", "--tls", tls, "--user", user, "--password-stdin", "--fingerprint", fingerprint, "--rule", "delete");
        Assert.Matches($@"Going at once +{letters.Count} messages", foreseen);
        await RunAsync("", 0, "fetch", "there", "--once");
        Assert.Equal(Sorted(letters), Sorted(await ReadAsync(here.EndPoint("imap"), "anna")));
        Assert.Empty(await ReadAsync(host.Serve.EndPoint("imap"), user));

        // What is new comes once more, and alone.
        await host.DeliverAsync(user, "New", Ct);
        await RunAsync("", 0, "fetch", "there", "--once");
        Assert.Equal(letters.Count + 1, (await ReadAsync(here.EndPoint("imap"), "anna")).Count);
        Assert.Equal(0, await here.StopAsync(Ct));
        Assert.Empty(here.Faults);
    }

    [Fact]
    public async Task Without_a_server_and_under_wrong_conditions_the_codes_say_what_is_wrong()
    {
        var user = host.TakeUser();
        await host.FillAsync(user, 1, Ct);
        await PostfachProgram.AddUserAsync(_temp["data"], "anna", MailHost.Password, Ct);
        await RunAsync("wrong", 0, "source", "add", "there", "--account", "anna", "--protocol", "imap", "--host", "127.0.0.1",
            "--port", $"{host.Serve.Port("imap")}", "--tls", "none", "--user", user, "--password-stdin");
        await RunAsync("", 77, "fetch", "--once");
        await RunAsync(MailHost.Password, 0, "source", "edit", "there", "--password-stdin");
        await RunAsync("", 0, "fetch", "--once");

        // The provider's certificate is one that nobody trusts.
        await RunAsync("", 0, "source", "edit", "there", "--tls", "starttls");
        await RunAsync("", 76, "fetch", "--once");
        await RunAsync("", 0, "source", "edit", "there", "--port", $"{FreePort()}", "--tls", "none");
        await RunAsync("", 75, "fetch", "--once");
    }

    private async Task<IReadOnlyList<byte[]>> AppendOddAsync(string user)
    {
        var odd = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "odd"), "*.eml").Select(File.ReadAllBytes).Where(m => m.Length > 0 && !m.Contains((byte)0)).ToList();
        Assert.NotEmpty(odd);
        await using var imap = await host.LogInAsync(user, Ct);
        foreach (var message in odd)
            await imap.AppendAsync("INBOX", "", message, Ct);
        return odd;
    }

    private static async Task<IReadOnlyList<byte[]>> ReadAsync(IPEndPoint server, string user)
    {
        await using var imap = await ImapWire.LogInAsync(server, user, MailHost.Password, Ct);
        if ((await imap.RunAsync("EXAMINE INBOX", Ct)).Untagged.Any(u => u.Text == "0 EXISTS"))
            return [];
        return [.. (await imap.RunAsync("FETCH 1:* (BODY.PEEK[])", Ct)).Untagged.Where(u => u.Literals.Count == 1).Select(u => u.Literals[0])];
    }

    private static IEnumerable<string> Sorted(IEnumerable<byte[]> messages) => messages.Select(m => Encoding.Latin1.GetString(m)).Order(StringComparer.Ordinal);

    // Nobody listens there any more.
    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (socket.LocalEndPoint as IPEndPoint)?.Port ?? 0;
    }

    private async Task<string> RunAsync(string input, int status, params string[] arguments)
    {
        var ended = await PostfachProgram.TryRunAsync(input, Ct, [.. arguments, "--data", _temp["data"]]);
        Assert.True(ended.Status == status, $"{string.Join(' ', arguments)} ended with {ended.Status}: {ended.Error}");
        return ended.Output;
    }
}
