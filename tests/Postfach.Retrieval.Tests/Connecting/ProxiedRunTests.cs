using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Postfach.Retrieval.Tests.Pop3;

namespace Postfach.Retrieval.Tests.Connecting;

/// <summary>Fetching through a SOCKS5 proxy of somebody else: microsocks.</summary>
public sealed class ProxiedRunTests
{
    private const string Program = "/usr/bin/microsocks";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Mail_comes_through_a_real_proxy(bool logsIn)
    {
        Assert.SkipWhen(!File.Exists(Program), $"{Program} is not there (package microsocks)");
        using var folder = new TempFolder();
        await using var provider = new ScriptedPop3();
        provider.Messages.AddRange(Enumerable.Range(1, 3).Select(i => ($"id{i}", Maildrop.Letter(i))));
        var port = FreePort();
        using var proxy = await StartAsync(port, logsIn ? ["-u", "anna", "-P", "geheim"] : []);
        try
        {
            var address = $"{(logsIn ? "anna@" : "")}127.0.0.1:{port}";
            await using var drop = Maildrop.Of(provider.EndPoint, "delete", with: s => s with { Proxy = address, ProxyPasswordFile = folder.Write("right", "geheim\n") });
            Assert.Equal(3, (await drop.RunWellAsync()).Deleted);
            Assert.Equal(3, (await drop.TextsAsync()).Count);

            await using var closed = Maildrop.Of(new IPEndPoint(IPAddress.Loopback, FreePort()), "leave", with: s => drop.Source.Settings with { Port = s.Port });
            await FailsAsync(closed, ProviderFault.Unreachable, "nobody listens");
            if (!logsIn)
                return;
            await using var wrong = Maildrop.Of(provider.EndPoint, "leave", with: _ => drop.Source.Settings with { ProxyPasswordFile = folder.Write("wrong", "other") });
            await FailsAsync(wrong, ProviderFault.LogInRefused, "refuses the log-in of anna");
            await using var nobody = Maildrop.Of(provider.EndPoint, "leave", with: s => s with { Proxy = $"127.0.0.1:{port}" });
            await FailsAsync(nobody, ProviderFault.NoSecret, "wants a log-in");
        }
        finally
        {
            proxy.Kill();
        }
    }

    private static async Task FailsAsync(Maildrop drop, ProviderFault fault, string why)
    {
        var report = await drop.RunAsync();
        Assert.Equal(fault, report.Fault);
        Assert.Contains(why, report.Error, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<Process> StartAsync(int port, string[] more)
    {
        var process = Process.Start(new ProcessStartInfo(Program, ["-i", "127.0.0.1", "-p", $"{port}", .. more]) { RedirectStandardError = true })!; // it is there
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, Ct);
                return process;
            }
            catch (SocketException) when (tries < 2000)
            {
                await Task.Yield();
            }
        }
    }
}
