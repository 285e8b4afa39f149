using System.Buffers;
using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Postfach.Mail;
using Postfach.Server.Connections;
using Postfach.Server.Listeners;

namespace Postfach.Tests.Listeners;

public sealed class MailServerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_listener_with_implicit_TLS_gives_its_session_an_encrypted_connection()
    {
        await using var server = await RunningServer.StartAsync(new(), (c, ct) => SayAsync(c, $"{c.IsEncrypted} {c.MayLogIn}\n", ct), Ct, "imaps=127.0.0.1:0");
        await using var client = await server.EncryptAsync(await server.ConnectAsync(Ct), Ct);
        Assert.Equal("True True\n", await RunningServer.ReadToEndAsync(client, Ct));
        Assert.Contains(client.SslProtocol, new[] { SslProtocols.Tls12, SslProtocols.Tls13 });
    }

    [Fact]
    public async Task A_session_can_go_on_in_TLS()
    {
        await using var server = await RunningServer.StartAsync(new(), StartTlsThenEchoAsync, Ct, "imap=127.0.0.1:0");
        await using var client = await server.ConnectAsync(Ct);
        Assert.Equal("clear", await RunningServer.ReadLineAsync(client, Ct));
        await using var encrypted = await server.EncryptAsync(client, Ct);
        await encrypted.WriteAsync("hidden\n"u8.ToArray(), Ct);
        Assert.Equal("hidden", await RunningServer.ReadLineAsync(encrypted, Ct));
    }

    [Fact]
    public async Task Nothing_said_before_TLS_counts_in_it()
    {
        var heard = "";
        await using var server = await RunningServer.StartAsync(
            new(),
            async (c, ct) =>
            {
                await StartTlsThenEchoAsync(c, ct);
                heard = "the session went on";
            },
            Ct,
            "imap=127.0.0.1:0");
        await using var client = await server.ConnectAsync(Ct);
        await client.WriteAsync("A1 LOGIN mallory secret\r\n"u8.ToArray(), Ct);
        Assert.Equal("clear", await RunningServer.ReadLineAsync(client, Ct));
        await Assert.ThrowsAnyAsync<Exception>(() => server.EncryptAsync(client, Ct));
        await server.StopAsync();
        Assert.Equal("", heard);
        Assert.Empty(server.Log.Faults);
    }

    [Fact]
    public async Task A_client_that_does_not_shake_hands_is_cut_off()
    {
        var options = new MailServerOptions { HandshakeTimeout = TimeSpan.FromMilliseconds(20) };
        await using var server = await RunningServer.StartAsync(options, (_, _) => Task.CompletedTask, Ct, "imaps=127.0.0.1:0");
        await using var client = await server.ConnectAsync(Ct);
        Assert.Equal("", await RunningServer.ReadToEndAsync(client, Ct));
        Assert.Empty(server.Log.Faults);
    }

    [Theory]
    [InlineData("imap", "* BYE Too many connections, try again later\r\n")]
    [InlineData("imaps", "* BYE Too many connections, try again later\r\n")]
    [InlineData("pop3", "-ERR [SYS/TEMP] Too many connections, try again later\r\n")]
    [InlineData("lmtp", "421 4.3.2 Too many connections, try again later\r\n")]
    public async Task A_connection_too_many_is_told_so_in_its_protocol(string protocol, string refusal)
    {
        var options = new MailServerOptions { Limits = new ConnectionLimits { Connections = 1 } };
        await using var server = await RunningServer.StartAsync(options, GreetAndWaitAsync, Ct, "imap=127.0.0.1:0", protocol + "=127.0.0.1:0");
        await using (var first = await server.ConnectAsync(Ct))
        {
            Assert.Equal("hello", await RunningServer.ReadLineAsync(first, Ct));
            await using var second = await ConnectAsync(server, protocol);
            Assert.Equal(refusal, await RunningServer.ReadToEndAsync(second, Ct));
            await first.WriteAsync("bye\n"u8.ToArray(), Ct);
            Assert.Equal("", await RunningServer.ReadToEndAsync(first, Ct));
        }

        await using var third = await ConnectAsync(server, protocol);
        Assert.Equal("hello", await RunningServer.ReadLineAsync(third, Ct));
    }

    [Fact]
    public async Task A_user_has_as_many_connections_as_the_limit_says()
    {
        Assert.True(UserName.TryParse("ann", out var ann, out _));
        var options = new MailServerOptions { Limits = new ConnectionLimits { ConnectionsPerUser = 1 } };
        await using var server = await RunningServer.StartAsync(
            options,
            async (c, ct) =>
            {
                await SayAsync(c, $"{c.TryEnter(ann)}\n", ct);
                await c.Transport.Input.ReadAsync(ct);
            },
            Ct,
            "imap=127.0.0.1:0");
        await using (var first = await server.ConnectAsync(Ct))
        {
            Assert.Equal("True", await RunningServer.ReadLineAsync(first, Ct));
            await using var second = await server.ConnectAsync(Ct);
            Assert.Equal("False", await RunningServer.ReadLineAsync(second, Ct));
            await first.WriteAsync("bye\n"u8.ToArray(), Ct);
            await RunningServer.ReadToEndAsync(first, Ct);
        }

        await using var third = await server.ConnectAsync(Ct);
        Assert.Equal("True", await RunningServer.ReadLineAsync(third, Ct));
    }

    [Theory]
    [InlineData(ClearTextLogIn.Never, false)]
    [InlineData(ClearTextLogIn.Loopback, true)]
    [InlineData(ClearTextLogIn.Always, true)]
    public async Task A_password_may_come_in_clear_text_from_where_the_options_say(ClearTextLogIn from, bool may)
    {
        using var temp = new TempFolder();
        await using var server = await RunningServer.StartAsync(
            new() { ClearTextLogIn = from }, (c, ct) => SayAsync(c, $"{c.MayLogIn}\n", ct), Ct, "imap=127.0.0.1:0", $"lmtp=unix:{temp["lmtp"]}");
        for (var listener = 0; listener < 2; listener++)
        {
            await using var client = await server.ConnectAsync(Ct, listener);
            Assert.Equal($"{may}\n", await RunningServer.ReadToEndAsync(client, Ct));
        }
    }

    [Fact]
    public async Task A_stop_lets_sessions_finish()
    {
        await using var server = await RunningServer.StartAsync(new(), GreetAndWaitAsync, Ct, "imap=127.0.0.1:0");
        await using var client = await server.ConnectAsync(Ct);
        Assert.Equal("hello", await RunningServer.ReadLineAsync(client, Ct));
        await server.StopAsync();
        Assert.Equal("* BYE\n", await RunningServer.ReadToEndAsync(client, Ct));
    }

    [Fact]
    public async Task A_stop_cuts_sessions_that_do_not_finish()
    {
        var began = Stopwatch.GetTimestamp();
        await using var server = await RunningServer.StartAsync(
            new() { DrainTimeout = TimeSpan.FromMilliseconds(20) },
            async (c, _) =>
            {
                await SayAsync(c, "hello\n", CancellationToken.None);
                await c.Transport.Input.ReadAsync(CancellationToken.None);
            },
            Ct,
            "imap=127.0.0.1:0");
        await using var client = await server.ConnectAsync(Ct);
        Assert.Equal("hello", await RunningServer.ReadLineAsync(client, Ct));
        await server.StopAsync();
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_session_that_is_at_work_hears_that_its_client_has_gone()
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await RunningServer.StartAsync(
            new(),
            async (c, ct) =>
            {
                await LineAsync(c, ct);
                await SayAsync(c, "at work\n", ct);
                await using var gone = c.Closed.Register(heard.SetResult);
                await heard.Task;
            },
            Ct,
            "imap=127.0.0.1:0");
        var client = await server.ConnectAsync(Ct);
        await client.WriteAsync("search\n"u8.ToArray(), Ct);
        Assert.Equal("at work", await RunningServer.ReadLineAsync(client, Ct));
        await client.DisposeAsync();
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(20), Ct);
    }

    [Fact]
    public async Task A_session_that_fails_ends_alone()
    {
        await using var server = await RunningServer.StartAsync(
            new(), async (c, ct) => throw new InvalidOperationException((await LineAsync(c, ct)).Trim()), Ct, "imap=127.0.0.1:0");
        await using var failing = await server.ConnectAsync(Ct);
        await using var other = await server.ConnectAsync(Ct);
        await failing.WriteAsync("boom\n"u8.ToArray(), Ct);
        Assert.Equal("", await RunningServer.ReadToEndAsync(failing, Ct));
        Assert.Contains("boom", Assert.Single(server.Log.Faults), StringComparison.Ordinal);
        Assert.True(other.Socket.Connected);
    }

    [Fact]
    public async Task A_client_that_does_not_read_makes_its_session_wait()
    {
        var written = 0L;
        await using var server = await RunningServer.StartAsync(
            new() { DrainTimeout = TimeSpan.FromMilliseconds(20) },
            async (c, ct) =>
            {
                var block = new byte[64 << 10];
                while (!(await c.Transport.Output.WriteAsync(block, ct)).IsCompleted)
                    Interlocked.Add(ref written, block.Length);
            },
            Ct,
            "imap=127.0.0.1:0");
        await using var client = await server.ConnectAsync(Ct);
        await client.ReadExactlyAsync(new byte[1], Ct);
        await server.StopAsync();
        // What the system's own buffers hold is all that was written in vain.
        Assert.InRange(Interlocked.Read(ref written), 0, 64 << 20);
    }

    [Fact]
    public async Task A_Unix_socket_is_removed_at_the_end_and_a_stale_one_at_the_start()
    {
        using var temp = new TempFolder();
        using (var killed = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            // Bound under another name, so that its end does not remove the file.
            killed.Bind(new UnixDomainSocketEndPoint(temp["other"]));
            File.Move(temp["other"], temp["lmtp"]);
        }

        await using (var server = await RunningServer.StartAsync(new(), (c, ct) => SayAsync(c, "hello\n", ct), Ct, $"lmtp=unix:{temp["lmtp"]}"))
        {
            await using var client = await server.ConnectAsync(Ct);
            Assert.Equal("hello\n", await RunningServer.ReadToEndAsync(client, Ct));
        }

        Assert.False(File.Exists(temp["lmtp"]));
    }

    [Fact]
    public async Task A_file_that_is_no_socket_stays()
    {
        using var temp = new TempFolder();
        var file = temp.Write("precious", "content");
        await Assert.ThrowsAsync<ListenException>(() => RunningServer.StartAsync(new(), (_, _) => Task.CompletedTask, Ct, $"lmtp=unix:{file}"));
        Assert.Equal("content", await File.ReadAllTextAsync(file, Ct));
    }

    private static async Task<Stream> ConnectAsync(RunningServer server, string protocol)
    {
        var stream = await server.ConnectAsync(Ct, listener: 1);
        return protocol == "imaps" ? await server.EncryptAsync(stream, Ct) : stream;
    }

    private static async Task SayAsync(IClientConnection connection, string text, CancellationToken ct) =>
        await connection.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes(text), ct);

    private static async Task GreetAndWaitAsync(IClientConnection connection, CancellationToken stopping)
    {
        await SayAsync(connection, "hello\n", CancellationToken.None);
        try
        {
            await LineAsync(connection, stopping);
        }
        catch (OperationCanceledException)
        {
            await SayAsync(connection, "* BYE\n", CancellationToken.None);
        }
    }

    private static async Task StartTlsThenEchoAsync(IClientConnection connection, CancellationToken ct)
    {
        await SayAsync(connection, "clear\n", ct);
        await connection.StartTlsAsync(ct);
        await SayAsync(connection, await LineAsync(connection, ct), ct);
    }

    private static async Task<string> LineAsync(IClientConnection connection, CancellationToken ct)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var result = await input.ReadAsync(ct);
            if (result.Buffer.PositionOf((byte)'\n') is not null || result.IsCompleted)
            {
                var line = Encoding.ASCII.GetString(result.Buffer);
                input.AdvanceTo(result.Buffer.End);
                return line;
            }

            input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
