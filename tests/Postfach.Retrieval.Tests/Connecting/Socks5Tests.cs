using System.Text;
using Microsoft.Extensions.Time.Testing;
using Postfach.Mail;

namespace Postfach.Retrieval.Tests.Connecting;

/// <summary>Connections by a SOCKS5 proxy: what it is asked, what it may answer, and how each answer is told. RFC 1928, RFC 1929.</summary>
public sealed class Socks5Tests
{
    private static readonly byte[] Bound4 = [1, 127, 0, 0, 1, 4, 210];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("mail.example.org", "03106D61696C2E6578616D706C652E6F7267")]
    [InlineData("münchen.example", "0316786E2D2D6D6E6368656E2D3379612E6578616D706C65")]
    [InlineData("192.0.2.7", "01C0000207")]
    [InlineData("2001:db8::7", "0420010DB8000000000000000000000007")]
    public async Task Names_are_left_to_the_proxy_and_addresses_are_sent_as_they_are(string host, string address)
    {
        byte[] greeting = [], request = [];
        await using var proxy = new ScriptedPeer(async talk =>
        {
            greeting = await talk.ReadAsync(3);
            await talk.SendAsync(5, 0);
            request = await talk.ReadAsync(3 + (address.Length / 2) + 2);
            await talk.SendAsync([5, 0, 0, .. Bound4, .. "+OK"u8]);
        });
        await using var stream = await ConnectAsync(Through(proxy, host));
        Assert.Equal("+OK", await ReadAsync(stream, 3));
        Assert.Equal(("050100", $"050100{address}03E3"), (Convert.ToHexString(greeting), Convert.ToHexString(request)));
    }

    [Theory]
    [InlineData("017F00000104D2")]
    [InlineData("0400000000000000000000000000000000FFFF")]
    [InlineData("030970726F78792E6F7267" + "0000")]
    [InlineData("03" + "00" + "0000")]
    public async Task Whatever_address_the_proxy_tells_of_itself_and_however_it_is_cut_what_follows_is_the_provider_s(string bound)
    {
        await using var proxy = new ScriptedPeer(async talk =>
        {
            await talk.ReadAsync(3);
            await talk.DribbleAsync([5, 0]);
            await talk.ReadAsync(7 + "web.example".Length);
            await talk.DribbleAsync([5, 0, 0, .. Convert.FromHexString(bound), .. "+OK"u8]);
        });
        await using var stream = await ConnectAsync(Through(proxy));
        Assert.Equal("+OK", await ReadAsync(stream, 3));
    }

    [Theory]
    [InlineData(1, ProviderFault.Unreachable, "fault")]
    [InlineData(2, ProviderFault.Protocol, "rules")]
    [InlineData(3, ProviderFault.Unreachable, "network")]
    [InlineData(4, ProviderFault.Unreachable, "host")]
    [InlineData(5, ProviderFault.Unreachable, "nobody listens")]
    [InlineData(6, ProviderFault.Unreachable, "too long")]
    [InlineData(7, ProviderFault.Protocol, "makes no connections")]
    [InlineData(8, ProviderFault.Protocol, "kind of address")]
    [InlineData(9, ProviderFault.Unreachable, "does not say why")]
    [InlineData(255, ProviderFault.Unreachable, "does not say why")]
    public async Task A_refusal_says_why(byte code, ProviderFault fault, string why)
    {
        await using var proxy = new ScriptedPeer(async talk =>
        {
            await talk.ReadAsync(3);
            await talk.SendAsync(5, 0);
            await talk.ReadAsync(7 + "web.example".Length);
            await talk.SendAsync([5, code, 0, .. Bound4]);
        });
        var refused = await FailAsync(Through(proxy));
        Assert.Equal(fault, refused.Fault);
        Assert.Contains("web.example:995", refused.Message, StringComparison.Ordinal);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("485454502F312E3120343030", ProviderFault.Protocol, "does not speak SOCKS5")]
    [InlineData("005A", ProviderFault.Protocol, "does not speak SOCKS5")]
    [InlineData("05FF", ProviderFault.NoSecret, "--proxy-password-file")]
    [InlineData("0502", ProviderFault.NoSecret, "--proxy-password-file")]
    [InlineData("0500" + "0400000100000000", ProviderFault.Protocol, "does not speak SOCKS5")]
    [InlineData("0500" + "050000007F0000010000", ProviderFault.Protocol, "of a kind that there is not (0)")]
    public async Task What_is_no_answer_is_told_as_that(string answers, ProviderFault fault, string why)
    {
        await using var proxy = new ScriptedPeer(async talk =>
        {
            await talk.SendAsync(Convert.FromHexString(answers));
            await talk.ReadLineAsync();
        });
        var refused = await FailAsync(Through(proxy));
        Assert.Equal(fault, refused.Fault);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "Unreachable")]
    public async Task User_and_password_are_for_the_proxy_that_asks_for_them(byte status, string isRefused)
    {
        using var folder = new TempFolder();
        var password = folder.Write("password", "paß wort\nnot this\n");
        byte[] logIn = [];
        await using var proxy = new ScriptedPeer(async talk =>
        {
            Assert.Equal("05020002", Convert.ToHexString(await talk.ReadAsync(4)));
            await talk.SendAsync(5, 2);
            logIn = await talk.ReadAsync(3 + 4 + 9);
            await talk.SendAsync(1, status);
            await talk.ReadAsync(7 + "web.example".Length);
            await talk.SendAsync([5, 0, 0, .. Bound4]);
        });
        var settings = Through(proxy) with { Proxy = $"anna@{proxy.EndPoint}", ProxyPasswordFile = password };
        if (isRefused.Length > 0)
        {
            var refused = await FailAsync(settings);
            Assert.Equal((ProviderFault.LogInRefused, "The proxy refuses the log-in of anna."), (refused.Fault, refused.Message));
        }
        else
        {
            await (await ConnectAsync(settings)).DisposeAsync();
        }

        Assert.Equal("0104" + "616E6E61" + "09" + "7061C39F20776F7274", Convert.ToHexString(logIn));
    }

    [Fact]
    public async Task A_proxy_that_wants_no_log_in_is_told_no_password()
    {
        using var folder = new TempFolder();
        await using var proxy = new ScriptedPeer(async talk =>
        {
            await talk.ReadAsync(4);
            await talk.SendAsync(5, 0);
            await talk.ReadAsync(7 + "web.example".Length);
            await talk.SendAsync([5, 0, 0, .. Bound4]);
        });
        await (await ConnectAsync(Through(proxy) with { Proxy = $"anna@{proxy.EndPoint}", ProxyPasswordFile = folder.Write("password", LogInTrial.Secret) })).DisposeAsync();
        proxy.AssertNeverTold(LogInTrial.Secret);
    }

    [Fact]
    public async Task A_password_file_that_is_gone_is_named()
    {
        await using var proxy = new ScriptedPeer(talk => talk.ReadLineAsync());
        var refused = await FailAsync(Through(proxy) with { Proxy = $"anna@{proxy.EndPoint}", ProxyPasswordFile = "/nowhere/password" });
        Assert.Equal(ProviderFault.NoSecret, refused.Fault);
        Assert.Contains("/nowhere/password", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_ends_the_connection_after_any_byte_is_told_as_the_one_that_did_it()
    {
        byte[] answers = [5, 0, 5, 0, 0, .. Bound4];
        for (var whole = 0; whole < answers.Length; whole++)
        {
            var sent = answers[..whole];
            await using var proxy = new ScriptedPeer(async talk =>
            {
                await talk.ReadAsync(3);
                await talk.SendAsync(sent);
            });
            var refused = await FailAsync(Through(proxy));
            Assert.Equal(ProviderFault.Unreachable, refused.Fault);
            Assert.StartsWith($"The proxy {proxy.EndPoint} ends the connection", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_proxy_that_says_nothing_is_waited_for_half_a_minute()
    {
        var time = new FakeTimeProvider();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var proxy = new ScriptedPeer(async talk =>
        {
            await talk.ReadAsync(3);
            asked.SetResult();
            await talk.ReadLineAsync();
        });
        var connecting = new ProviderConnector(Through(proxy), time).ConnectAsync(Ct);
        await asked.Task.WaitAsync(PostfachProgram.Patience, Ct);

        // It has been asked, and need not wait for the answer yet.
        var begin = time.GetUtcNow();
        for (; !connecting.IsCompleted; await Task.Yield())
            time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(time.GetUtcNow() - begin >= TimeSpan.FromSeconds(30));
        var refused = await Assert.ThrowsAsync<ProviderException>(() => connecting);
        Assert.Equal((ProviderFault.Unreachable, $"The proxy {proxy.EndPoint} says nothing when it is asked for web.example:995."), (refused.Fault, refused.Message));
    }

    [Fact]
    public async Task A_name_that_can_be_no_host_s_is_told_as_one()
    {
        await using var proxy = new ScriptedPeer(async talk =>
        {
            await talk.ReadAsync(3);
            await talk.SendAsync(5, 0);
            await talk.ReadLineAsync();
        });
        var name = string.Join('.', Enumerable.Repeat(new string('a', 60), 5));
        Assert.Equal(ProviderFault.UnknownHost, (await FailAsync(Through(proxy, name))).Fault);
    }

    private static SourceSettings Through(ScriptedPeer proxy, string host = "web.example") =>
        new() { Protocol = SourceProtocol.Pop3, Host = host, Port = 995, User = "anna", Proxy = proxy.EndPoint.ToString() };

    private static Task<PatientStream> ConnectAsync(SourceSettings settings) => new ProviderConnector(settings, new FakeTimeProvider()).ConnectAsync(Ct);

    private static Task<ProviderException> FailAsync(SourceSettings settings) => Assert.ThrowsAsync<ProviderException>(() => ConnectAsync(settings));

    private static async Task<string> ReadAsync(Stream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, Ct);
        return Encoding.ASCII.GetString(bytes);
    }
}
