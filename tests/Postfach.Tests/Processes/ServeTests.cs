using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Postfach.Tests.Processes;

public sealed class ServeTests : IDisposable
{
    private const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode PrivateFolder = PrivateFile | UnixFileMode.UserExecute;

    private readonly TempFolder _temp = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Data => _temp["data"];

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Serve_makes_its_data_folder_and_tells_where_it_listens()
    {
        using var serve = await ServeProcess.StartAsync(Data, Ct, "--listen", "imap=127.0.0.1:0", "--listen", "pop3s=[::1]:0", "--listen", $"lmtp=unix:{_temp["lmtp"]}");
        Assert.Equal(["imap", "pop3s", "lmtp"], serve.Addresses.Keys);
        Assert.NotEqual(0, serve.EndPoint("imap").Port);
        Assert.Equal(IPAddress.IPv6Loopback, serve.EndPoint("pop3s").Address);
        Assert.Equal($"unix:{_temp["lmtp"]}", serve.Addresses["lmtp"]);
        using var client = new TcpClient();
        await client.ConnectAsync(serve.EndPoint("imap"), Ct);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_ends_it_with_status_0_within_five_seconds(string signal)
    {
        using var serve = await ServeProcess.StartAsync(Data, Ct);
        using var idle = new TcpClient();
        await idle.ConnectAsync(serve.EndPoint("imaps"), Ct);
        var began = Stopwatch.GetTimestamp();
        Assert.Equal(0, (await serve.StopAsync(signal, Ct)).Code);
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(5));
        Assert.False(File.Exists(Path.Combine(Data, "control.sock")));
    }

    [Fact]
    public async Task SIGHUP_makes_it_read_the_configuration_anew()
    {
        Directory.CreateDirectory(Data);
        var file = Path.Combine(Data, "postfach.json");
        await File.WriteAllTextAsync(file, """{ "Logging": { "LogLevel": { "Default": "Warning" } } }""", Ct);
        using var serve = await ServeProcess.StartAsync(Data, Ct);
        await HangUpAsync("{ broken", "The former configuration goes on.");
        await HangUpAsync("""{ "Tls": { "Certificate": "/nowhere.pem" } }""", "The former certificate goes on.");
        await HangUpAsync("""{ "Pop3": { "AutoLogout": "01:00:00" } }""", "Pop3:AutoLogout was changed; that is taken over at the next start");
        await HangUpAsync("""{ "Logging": { "Format": "Json" } }""", "\"message\":\"The configuration was read anew\"");
        await HangUpAsync("{}", ": The configuration was read anew");
        Assert.Equal(0, (await serve.StopAsync("TERM", Ct)).Code);

        async Task HangUpAsync(string configuration, string says)
        {
            await File.WriteAllTextAsync(file, configuration, Ct);
            await serve.Process.SignalAsync("HUP", Ct);
            await serve.Process.SaysAsync(says, Ct);
        }
    }

    [Fact]
    public async Task Status_tells_how_the_server_is_and_who_is_connected()
    {
        var none = await PostfachProcess.Start("status", "--data", Data).EndAsync("", Ct);
        Assert.Equal((69, $"postfach: No server runs on the data folder {Data}; name another with --data, or start one with 'serve'."), (none.Code, none.ErrorLine));
        await PostfachProcess.Start("user", "add", "anna", "--password-stdin", "--data", Data).EndAsync("secret\n", Ct);
        using var serve = await ServeProcess.StartAsync(Data, Ct);
        using var client = new TcpClient();
        await client.ConnectAsync(serve.EndPoint("imap"), Ct);
        using var lines = new StreamReader(client.GetStream());
        await client.GetStream().WriteAsync("a LOGIN anna secret\r\n"u8.ToArray(), Ct);
        while (await lines.ReadLineAsync(Ct) is { } line && !line.StartsWith("a OK", StringComparison.Ordinal))
            continue;

        var status = JsonDocument.Parse((await PostfachProcess.Start("status", "--json", "--data", Data).EndAsync("", Ct)).Output).RootElement;
        Assert.Equal(serve.Process.Id, status.GetProperty("process").GetInt32());
        Assert.Equal(1, status.GetProperty("users").GetInt32());
        Assert.InRange(status.GetProperty("diskBytes").GetInt64(), 1, status.GetProperty("freeBytes").GetInt64());
        var connection = Assert.Single(status.GetProperty("connections").EnumerateArray());
        Assert.Equal(("imap", "127.0.0.1", "anna"), (connection.GetProperty("listener").GetString(), connection.GetProperty("peer").GetString(), connection.GetProperty("user").GetString()));
        Assert.False(connection.GetProperty("encrypted").GetBoolean());
        Assert.Contains("  imap  127.0.0.1  anna  -  ", (await PostfachProcess.Start("status", "--data", Data).EndAsync("", Ct)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_keeps_is_its_users_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has rights of another kind");
            return;
        }

        using var serve = await ServeProcess.StartAsync(Data, Ct);
        Assert.Equal(0, (await PostfachProcess.Start("user", "add", "ann", "--password-stdin", "--data", Data).EndAsync("secret\n", Ct)).Code);
        Assert.Equal(PrivateFolder, File.GetUnixFileMode(Data));
        foreach (var entry in new DirectoryInfo(Data).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
            Assert.Equal((entry.FullName, entry is DirectoryInfo ? PrivateFolder : PrivateFile), (entry.FullName, entry.UnixFileMode));
    }

    [Fact]
    public async Task A_second_serve_on_the_same_data_folder_is_refused()
    {
        using var first = await ServeProcess.StartAsync(Data, Ct);
        using var second = PostfachProcess.Start("serve", "--data", Data, "--listen", "imap=127.0.0.1:0");
        var ended = await second.EndAsync("", Ct);
        Assert.Equal(75, ended.Code);
        Assert.Contains(Data, ended.ErrorLine, StringComparison.Ordinal);
        Assert.Empty(ended.Output);
    }

    [Fact]
    public async Task The_other_commands_work_with_and_without_a_running_serve()
    {
        Assert.Equal(0, (await PostfachProcess.Start("user", "add", "ann", "--password-stdin", "--data", Data).EndAsync("secret\n", Ct)).Code);
        using var serve = await ServeProcess.StartAsync(Data, Ct);
        Assert.Equal(0, (await PostfachProcess.Start("user", "add", "bob@example.org", "--password-stdin", "--data", Data).EndAsync("secret\n", Ct)).Code);
        Assert.Equal("ann\nbob@example.org\n", (await PostfachProcess.Start("user", "list", "--data", Data).EndAsync("", Ct)).Output);
        await serve.StopAsync("TERM", Ct);
        Assert.Equal("ann\nbob@example.org\n", (await PostfachProcess.Start("user", "list", "--data", Data).EndAsync("", Ct)).Output);
    }

    [Fact]
    public async Task A_password_is_in_no_log()
    {
        using var serve = await ServeProcess.StartAsync(Data, Ct);
        await PostfachProcess.Start("user", "add", "ann", "--password-stdin", "--data", Data).EndAsync("correct horse\n", Ct);
        await PostfachProcess.Start("user", "password", "ann", "--password-stdin", "--data", Data).EndAsync("correct horse\n", Ct);
        Assert.DoesNotContain("correct horse", (await serve.StopAsync("TERM", Ct)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_serve_leaves_nothing_in_the_way_of_the_next()
    {
        using var killed = await ServeProcess.StartAsync(Data, Ct, "--listen", $"lmtp=unix:{_temp["lmtp"]}");
        await killed.StopAsync("KILL", Ct);
        Assert.Equal("", (await PostfachProcess.Start("user", "list", "--data", Data).EndAsync("", Ct)).Error);
        using var next = await ServeProcess.StartAsync(Data, Ct, "--listen", $"lmtp=unix:{_temp["lmtp"]}");
        Assert.Equal(0, (await next.StopAsync("TERM", Ct)).Code);
        Assert.False(File.Exists(_temp["lmtp"]));
    }

    [Fact]
    public async Task A_data_folder_may_have_a_longer_path_than_a_socket()
    {
        var data = Path.Combine(Data, new string('a', 100), new string('b', 100));
        using var serve = await ServeProcess.StartAsync(data, Ct);
        Assert.True(File.Exists(Path.Combine(data, "control.sock")));
        var list = await PostfachProcess.Start("user", "list", "--json", "--data", data).EndAsync("", Ct);
        Assert.Equal((0, "[]\n", ""), (list.Code, list.Output, list.Error));
    }

    [Fact]
    public async Task An_address_in_use_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        using var serve = PostfachProcess.Start("serve", "--data", Data, "--listen", $"imap={other.LocalEndpoint}");
        var ended = await serve.EndAsync("", Ct);
        Assert.Equal(69, ended.Code);
        Assert.Contains($"imap={other.LocalEndpoint}", ended.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_named()
    {
        // RFC 5737 §3: an address that no machine has.
        using var serve = PostfachProcess.Start("serve", "--data", Data, "--listen", "imap=192.0.2.1:1143");
        var ended = await serve.EndAsync("", Ct);
        Assert.Equal(69, ended.Code);
        Assert.Contains("192.0.2.1:1143", ended.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_are_options_and_an_unknown_one_is_named()
    {
        var variables = new Dictionary<string, string> { ["POSTFACH_DATA"] = Data, ["POSTFACH_Limits__Conections"] = "5" };
        using var process = PostfachProcess.Start(variables, "user", "add", "ann", "--password-stdin");
        var ended = await process.EndAsync("secret\n", Ct);
        Assert.Equal(78, ended.Code);
        Assert.Contains("POSTFACH_Limits__Conections", ended.ErrorLine, StringComparison.Ordinal);

        variables.Remove("POSTFACH_Limits__Conections");
        Assert.Equal(0, (await PostfachProcess.Start(variables, "user", "add", "ann", "--password-stdin").EndAsync("secret\n", Ct)).Code);
        Assert.True(Directory.Exists(Data));
    }

    [Fact]
    public async Task Without_a_word_on_it_the_data_folder_is_where_XDG_wants_it()
    {
        var variables = new Dictionary<string, string> { ["XDG_DATA_HOME"] = _temp.Path };
        Assert.Equal(0, (await PostfachProcess.Start(variables, "user", "add", "ann", "--password-stdin").EndAsync("secret\n", Ct)).Code);
        Assert.True(Directory.Exists(_temp["postfach"]));
    }
}
