using System.Security.Cryptography.X509Certificates;
using Postfach.Mail;

namespace Postfach.Retrieval.Tests.Connecting;

/// <summary>
/// TLS that begins in clear text, and all that somebody between the two can do to it: whoever asks for it has TLS or nothing, and the password is never told
/// before. RFC 2595, RFC 9051 §6.2.1, CVE-2011-0411.
/// </summary>
public sealed class StartTlsTests
{
    private const string Imap = "* OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN] ready\r\n", Capa = "+OK\r\nSTLS\r\nUSER\r\nSASL PLAIN\r\n.";

    [Theory]
    [InlineData("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n", null)]
    [InlineData("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] ready\r\n", "OK begin")]
    [InlineData(Imap, "NO not now")]
    [InlineData(Imap, "BAD what")]
    [InlineData(Imap, "OK no TLS follows")]
    [InlineData(Imap, "* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\nNO not now")]
    [InlineData("* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] you are anna\r\n", "OK begin")]
    [InlineData("* PREAUTH [CAPABILITY IMAP4rev1] you are anna\r\n", null)]
    [InlineData("* PREAUTH you are anna\r\n", "BAD you are logged in")]
    public async Task IMAP_without_TLS_is_refused_and_hears_no_password(string greeting, string? answer)
    {
        await using var peer = new ScriptedPeer(async talk =>
        {
            await talk.SendAsync(greeting);
            await talk.AnswerImapAsync(command => command switch
            {
                "STARTTLS" => answer ?? "BAD no such command",
                "CAPABILITY" => "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nOK done",
                _ => null,
            });
        });
        var refused = await LogInTrial.FailAsync(LogInTrial.Settings(SourceProtocol.Imap, peer.EndPoint, TransportSecurity.StartTls), LogInTrial.Password);
        Assert.Equal(ProviderFault.Security, refused.Fault);
        peer.AssertNeverTold(LogInTrial.Secret);
        Assert.DoesNotContain(peer.Lines, l => l.Contains("AUTH", StringComparison.Ordinal) || l.Contains("LOGIN", StringComparison.Ordinal) || l.Contains("LIST", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("+OK\r\nUSER\r\n.", "-ERR no such command")]
    [InlineData(Capa, "-ERR not now")]
    [InlineData(Capa, "+OK no TLS follows")]
    [InlineData("-ERR what", "-ERR what")]
    [InlineData(Capa, "+OK begin\r\n+OK you are logged in")]
    public async Task POP3_without_TLS_is_refused_and_hears_no_password(string capabilities, string answer)
    {
        await using var peer = new ScriptedPeer(async talk =>
        {
            await talk.SendAsync("+OK ready\r\n");
            await talk.AnswerPop3Async(command => command == "STLS" ? answer : command == "CAPA" ? capabilities : "+OK");
        });
        var refused = await LogInTrial.FailAsync(LogInTrial.Settings(SourceProtocol.Pop3, peer.EndPoint, TransportSecurity.StartTls), LogInTrial.Password);
        Assert.Equal(ProviderFault.Security, refused.Fault);
        peer.AssertNeverTold(LogInTrial.Secret);
        Assert.DoesNotContain(peer.Lines, l => l.StartsWith("USER", StringComparison.Ordinal) || l.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SourceProtocol.Imap)]
    [InlineData(SourceProtocol.Pop3)]
    public async Task What_is_put_behind_the_answer_in_clear_text_counts_for_nothing(SourceProtocol protocol)
    {
        using var certificate = TestCertificates.Server();
        await using var peer = new ScriptedPeer(talk => protocol == SourceProtocol.Imap
            ? ImapAsync(talk, certificate, Imap, "A9 OK [CAPABILITY IMAP4rev1 AUTH=INJECTED] done\r\n* CAPABILITY IMAP4rev1 AUTH=INJECTED\r\n")
            : Pop3Async(talk, certificate, "+OK\r\nINJECTED\r\n.\r\n"));
        var settings = LogInTrial.Settings(protocol, peer.EndPoint, TransportSecurity.StartTls) with { Fingerprint = TestCertificates.Fingerprint(certificate) };
        try
        {
            // Either it is thrown away...
            Assert.DoesNotContain("INJECTED", await LogInTrial.RunAsync(settings, LogInTrial.Password));
        }
        catch (ProviderException e)
        {
            // ... or the connection is.
            Assert.Equal(ProviderFault.Security, e.Fault);
        }

        peer.AssertNeverTold(LogInTrial.Secret);
    }

    [Theory]
    [InlineData(SourceProtocol.Imap)]
    [InlineData(SourceProtocol.Pop3)]
    public async Task Inside_TLS_what_was_announced_before_is_asked_anew(SourceProtocol protocol)
    {
        using var certificate = TestCertificates.Server();
        await using var peer = new ScriptedPeer(talk => protocol == SourceProtocol.Imap ? ImapAsync(talk, certificate, Imap, "") : Pop3Async(talk, certificate, ""));
        var settings = LogInTrial.Settings(protocol, peer.EndPoint, TransportSecurity.StartTls) with { Fingerprint = TestCertificates.Fingerprint(certificate) };
        await LogInTrial.RunAsync(settings, LogInTrial.Password);

        // In clear text PLAIN alone was announced, and inside SCRAM is not either, but LOGIN and USER are.
        Assert.DoesNotContain(peer.Lines, l => l.Contains("AUTH", StringComparison.Ordinal));
        Assert.Contains(peer.Lines, l => l.Contains(protocol == SourceProtocol.Imap ? $"LOGIN anna {LogInTrial.Secret}" : $"PASS {LogInTrial.Secret}", StringComparison.Ordinal));
        peer.AssertNeverTold(LogInTrial.Secret);
    }

    [Fact]
    public async Task A_log_in_that_was_done_before_TLS_is_none()
    {
        using var certificate = TestCertificates.Server();
        await using var peer = new ScriptedPeer(talk => ImapAsync(talk, certificate, "* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] you are anna\r\n", ""));
        var settings = LogInTrial.Settings(SourceProtocol.Imap, peer.EndPoint, TransportSecurity.StartTls) with { Fingerprint = TestCertificates.Fingerprint(certificate) };
        var refused = await LogInTrial.FailAsync(settings, LogInTrial.Password);
        Assert.Equal(ProviderFault.Security, refused.Fault);
        Assert.Contains("PREAUTH", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(peer.Lines, l => l.Contains(LogInTrial.Secret, StringComparison.Ordinal));
    }

    private static async Task ImapAsync(PeerTalk talk, X509Certificate2 certificate, string greeting, string injected)
    {
        await talk.SendAsync(greeting);
        while (await talk.ReadLineAsync() is { } line)
        {
            if (!line.EndsWith("STARTTLS", StringComparison.Ordinal))
                continue;
            await talk.SendAsync($"{line.Split(' ')[0]} OK begin\r\n{injected}");
            break;
        }

        await talk.SecureAsync(certificate);
        await talk.AnswerImapAsync(command => command == "CAPABILITY" ? "* CAPABILITY IMAP4rev1\r\nOK done" : null);
    }

    private static async Task Pop3Async(PeerTalk talk, X509Certificate2 certificate, string injected)
    {
        await talk.SendAsync("+OK ready\r\n");
        while (await talk.ReadLineAsync() is { } line and not "STLS")
            await talk.SendAsync(line == "CAPA" ? Capa + "\r\n" : "-ERR\r\n");
        await talk.SendAsync($"+OK begin\r\n{injected}");
        await talk.SecureAsync(certificate);
        await talk.AnswerPop3Async(command => command == "CAPA" ? "+OK\r\nUSER\r\n." : "+OK");
    }
}
