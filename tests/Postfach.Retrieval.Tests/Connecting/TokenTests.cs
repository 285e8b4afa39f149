using System.Text;
using Postfach.Mail;

namespace Postfach.Retrieval.Tests.Connecting;

/// <summary>Log-ins by an access token, and by a password: which mechanism is taken, what is sent, what a refusal says. RFC 7628, RFC 5802, RFC 4616.</summary>
public sealed class TokenTests
{
    private const string Error = """{"status":"invalid_token","scope":"mail","echo":"Geheim-7311","openid-configuration":{"a":1}}""";

    [Theory]
    [InlineData("OAUTHBEARER XOAUTH2 PLAIN", "OAUTHBEARER")]
    [InlineData("XOAUTH2 PLAIN", "XOAUTH2")]
    public async Task A_token_goes_by_the_standard_s_way_or_else_by_the_old_one(string offered, string taken)
    {
        foreach (var protocol in Enum.GetValues<SourceProtocol>())
        {
            await using var peer = Provider(protocol, offered, isRight: true, "");
            var settings = LogInTrial.Settings(protocol, peer.EndPoint) with { User = "an,na=" };
            await LogInTrial.RunAsync(settings, LogInTrial.Token with { User = settings.User });
            var sent = taken == "XOAUTH2"
                ? "user=an,na=\u0001auth=Bearer Geheim-7311\u0001\u0001"
                : $"n,a=an=2Cna=3D,\u0001host=127.0.0.1\u0001port={peer.EndPoint.Port}\u0001auth=Bearer Geheim-7311\u0001\u0001";
            Assert.Contains(peer.Lines, l => l.Contains(taken, StringComparison.Ordinal));
            Assert.Contains(peer.Lines, l => l.Split(' ')[^1] == Convert.ToBase64String(Encoding.UTF8.GetBytes(sent)));
        }
    }

    [Theory]
    [InlineData("OAUTHBEARER", "AQ==")]
    [InlineData("XOAUTH2", "")]
    public async Task A_refused_token_is_told_with_the_provider_s_reason_and_without_the_token(string mechanism, string answer)
    {
        foreach (var protocol in Enum.GetValues<SourceProtocol>())
        {
            await using var peer = Provider(protocol, mechanism, isRight: false, Convert.ToBase64String(Encoding.UTF8.GetBytes(Error)));
            var refused = await LogInTrial.FailAsync(LogInTrial.Settings(protocol, peer.EndPoint), LogInTrial.Token);
            Assert.Equal(ProviderFault.LogInRefused, refused.Fault);
            Assert.Contains("SASL failed (of the token: status invalid_token, scope mail, echo ***)", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(LogInTrial.Secret, refused.ToString(), StringComparison.Ordinal);
            Assert.Equal(answer, peer.Lines[^1]);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("bm8ganNvbg==")]
    [InlineData("WzEsMl0=")]
    [InlineData("not base64")]
    public async Task What_a_provider_says_of_a_token_may_be_anything(string challenge)
    {
        foreach (var protocol in Enum.GetValues<SourceProtocol>())
        {
            await using var peer = Provider(protocol, "OAUTHBEARER", isRight: false, challenge);
            var refused = await LogInTrial.FailAsync(LogInTrial.Settings(protocol, peer.EndPoint), LogInTrial.Token);
            Assert.Equal(ProviderFault.LogInRefused, refused.Fault);
            Assert.DoesNotContain("of the token", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(LogInTrial.Secret, refused.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("SCRAM-SHA-1 SCRAM-SHA-256 PLAIN LOGIN", "AUTHENTICATE SCRAM-SHA-256", "AUTH SCRAM-SHA-256")]
    [InlineData("SCRAM-SHA-1 PLAIN", "AUTHENTICATE SCRAM-SHA-1", "AUTH SCRAM-SHA-1")]
    [InlineData("LOGIN PLAIN CRAM-MD5", "AUTHENTICATE PLAIN", "AUTH PLAIN")]
    [InlineData("LOGIN NTLM", "LOGIN anna Geheim-7311", "USER anna")]
    [InlineData("", "LOGIN anna Geheim-7311", "USER anna")]
    [InlineData("OAUTHBEARER XOAUTH2", "LOGIN anna Geheim-7311", "USER anna")]
    public async Task A_password_goes_by_the_best_that_both_know(string offered, string imap, string pop3)
    {
        foreach (var (protocol, taken) in new[] { (SourceProtocol.Imap, imap), (SourceProtocol.Pop3, pop3) })
        {
            await using var peer = Provider(protocol, offered, isRight: false, "");
            var refused = await LogInTrial.FailAsync(LogInTrial.Settings(protocol, peer.EndPoint), LogInTrial.Password);
            Assert.Equal(ProviderFault.LogInRefused, refused.Fault);
            Assert.Contains(peer.Lines, l => l.EndsWith(taken, StringComparison.Ordinal));
            if (offered.Contains("SCRAM", StringComparison.Ordinal))
                peer.AssertNeverTold(LogInTrial.Secret);
        }
    }

    [Fact]
    public async Task A_server_that_takes_no_password_in_clear_text_gets_none()
    {
        await using var peer = new ScriptedPeer(async talk =>
        {
            await talk.SendAsync("* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] ready\r\n");
            await talk.AnswerImapAsync(command => command == "CAPABILITY" ? "* CAPABILITY IMAP4rev1 LOGINDISABLED\r\nOK done" : null);
        });
        var refused = await LogInTrial.FailAsync(LogInTrial.Settings(SourceProtocol.Imap, peer.EndPoint), LogInTrial.Password);
        Assert.Equal(ProviderFault.Security, refused.Fault);
        Assert.Contains("no password", refused.Message, StringComparison.Ordinal);
        peer.AssertNeverTold(LogInTrial.Secret);
    }

    // Asks for the first response with nothing; says what is wrong with it, waits for the answer, and refuses.
    private static ScriptedPeer Provider(SourceProtocol protocol, string offered, bool isRight, string challenge) => protocol == SourceProtocol.Imap
        ? new ScriptedPeer(async talk =>
        {
            var capabilities = string.Concat(offered.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(m => $" AUTH={m}"));
            await talk.SendAsync($"* OK [CAPABILITY IMAP4rev1{capabilities}] ready\r\n");
            while (await talk.ReadLineAsync() is { } line)
            {
                var (tag, command) = (line.Split(' ')[0], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
                if (command.StartsWith("AUTHENTICATE", StringComparison.Ordinal))
                    await TalkAsync(talk, isRight, challenge);
                if (command.StartsWith("AUTHENTICATE", StringComparison.Ordinal) || command.StartsWith("LOGIN", StringComparison.Ordinal))
                    await talk.SendAsync(isRight ? $"{tag} OK done\r\n" : $"{tag} NO SASL failed\r\n");
                else
                    await talk.SendAsync($"{tag} OK done\r\n");
            }
        })
        : new ScriptedPeer(async talk =>
        {
            await talk.SendAsync("+OK ready\r\n");
            while (await talk.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("AUTH", StringComparison.Ordinal))
                    await TalkAsync(talk, isRight, challenge);
                await talk.SendAsync(line == "CAPA" ? $"+OK\r\nUSER\r\n{(offered.Length > 0 ? $"SASL {offered}\r\n" : "")}.\r\n" : isRight || line.StartsWith("USER", StringComparison.Ordinal) ? "+OK\r\n" : "-ERR SASL failed\r\n");
            }
        });

    private static async Task TalkAsync(PeerTalk talk, bool isRight, string challenge)
    {
        await talk.SendAsync("+ \r\n");
        await talk.ReadLineAsync();
        if (isRight)
            return;
        await talk.SendAsync($"+ {challenge}\r\n");
        await talk.ReadLineAsync();
    }
}
