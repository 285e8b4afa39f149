using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Postfach.Mail;

namespace Postfach.Retrieval.Tests.Connecting;

/// <summary>Which certificates of providers are taken, and the certificate that is shown to them.</summary>
public sealed class CertificateTests
{
    private static readonly DateTimeOffset Later = new(2035, 1, 1, 0, 0, 0, TimeSpan.Zero), Earlier = new(2025, 2, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(SourceProtocol.Imap, "localhost", false, "nobody the system trusts has signed its certificate")]
    [InlineData(SourceProtocol.Pop3, "localhost", false, "nobody the system trusts has signed its certificate")]
    [InlineData(SourceProtocol.Imap, "other.example", false, "its certificate is not for 127.0.0.1")]
    [InlineData(SourceProtocol.Pop3, "other.example", false, "its certificate is not for 127.0.0.1")]
    [InlineData(SourceProtocol.Imap, "localhost", true, "its certificate is out of date since 2025-02-01")]
    [InlineData(SourceProtocol.Pop3, "localhost", true, "its certificate is out of date since 2025-02-01")]
    public async Task A_certificate_that_cannot_be_trusted_is_refused_with_its_fingerprint(SourceProtocol protocol, string host, bool isOld, string why)
    {
        using var certificate = TestCertificates.ForServer(host, isOld ? Earlier : Later);
        await using var peer = Provider(protocol, certificate);
        var refused = await LogInTrial.FailAsync(LogInTrial.Settings(protocol, peer.EndPoint, TransportSecurity.Implicit), LogInTrial.Password);
        Assert.Equal(ProviderFault.Security, refused.Fault);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Contains(TestCertificates.Fingerprint(certificate), refused.Message, StringComparison.Ordinal);
        Assert.Empty(peer.Lines);
    }

    [Theory]
    [InlineData(SourceProtocol.Imap, "other.example", true)]
    [InlineData(SourceProtocol.Pop3, "other.example", true)]
    [InlineData(SourceProtocol.Imap, "localhost", false)]
    [InlineData(SourceProtocol.Pop3, "localhost", false)]
    public async Task The_pinned_one_is_taken_however_it_looks_and_a_renewed_one_is_not(SourceProtocol protocol, string host, bool isOld)
    {
        using var certificate = TestCertificates.ForServer(host, isOld ? Earlier : Later);
        await using var peer = Provider(protocol, certificate);
        var settings = LogInTrial.Settings(protocol, peer.EndPoint, TransportSecurity.Implicit) with { Fingerprint = TestCertificates.Fingerprint(certificate) };
        await LogInTrial.RunAsync(settings, LogInTrial.Password);
        Assert.Contains(peer.Lines, l => l.Contains(LogInTrial.Secret, StringComparison.Ordinal));

        using var renewed = TestCertificates.ForServer(host, Later);
        await using var later = Provider(protocol, renewed);
        var refused = await LogInTrial.FailAsync(settings with { Port = later.EndPoint.Port }, LogInTrial.Password);
        Assert.Equal(ProviderFault.Security, refused.Fault);
        Assert.Contains("its certificate is not the pinned one", refused.Message, StringComparison.Ordinal);
        Assert.Contains(TestCertificates.Fingerprint(renewed), refused.Message, StringComparison.Ordinal);
        Assert.Empty(later.Lines);
    }

    [Theory]
    [InlineData(SourceProtocol.Imap)]
    [InlineData(SourceProtocol.Pop3)]
    public async Task A_provider_that_speaks_no_TLS_is_told_as_that(SourceProtocol protocol)
    {
        await using var peer = new ScriptedPeer(async talk =>
        {
            await talk.SendAsync("* OK ready\r\n");
            await talk.ReadLineAsync();
        });
        var refused = await LogInTrial.FailAsync(LogInTrial.Settings(protocol, peer.EndPoint, TransportSecurity.Implicit), LogInTrial.Password);
        Assert.Equal(ProviderFault.Security, refused.Fault);
        Assert.Contains("does not speak TLS as it should", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("Perhaps this port wants --tls starttls.", refused.Message, StringComparison.Ordinal);
        peer.AssertNeverTold(LogInTrial.Secret);
    }

    [Theory]
    [InlineData(SourceProtocol.Imap)]
    [InlineData(SourceProtocol.Pop3)]
    public async Task The_client_s_certificate_is_shown_to_who_asks_for_one(SourceProtocol protocol)
    {
        using var certificate = TestCertificates.Server();
        using var authority = TestCertificates.Authority("Authority");
        using var mine = TestCertificates.Client(authority, "anna");
        using var folder = new TempFolder();
        await using var peer = Provider(protocol, certificate, shown => shown?.Subject == "CN=anna");
        var settings = LogInTrial.Settings(protocol, peer.EndPoint, TransportSecurity.Implicit) with { Fingerprint = TestCertificates.Fingerprint(certificate) };
        await LogInTrial.RunAsync(settings with { ClientCertificate = folder.Write("anna.pem", TestCertificates.Pem(mine)) }, LogInTrial.Password);

        var none = await LogInTrial.FailAsync(settings, LogInTrial.Password);
        Assert.Contains("--client-certificate", none.Message, StringComparison.Ordinal);

        using var other = TestCertificates.Client(authority, "bert");
        var wrong = await LogInTrial.FailAsync(settings with { ClientCertificate = folder.Write("bert.pem", TestCertificates.Pem(other)) }, LogInTrial.Password);
        Assert.Contains("bert.pem", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error:0A00045C:SSL routines::tlsv13 alert certificate required", ProviderFault.Security)]
    [InlineData("error:0A000418:SSL routines::tlsv1 alert unknown ca", ProviderFault.Security)]
    [InlineData("error:0A000126:SSL routines::unexpected eof while reading", ProviderFault.Broken)]
    [InlineData("Connection reset by peer", ProviderFault.Broken)]
    public void What_OpenSSL_says_of_an_end_is_about_the_certificate_or_is_not(string message, ProviderFault fault)
    {
        using var certificate = TestCertificates.Server();
        var connector = new ProviderConnector(LogInTrial.Settings(SourceProtocol.Imap, new IPEndPoint(IPAddress.Loopback, 993)), LogInTrial.Clock());
        var ended = new ProviderException(ProviderFault.Broken, "It ended.", new IOException("Decrypt failed.", new IOException(message)));
        Assert.Same(ended, connector.EndedEarly(ended, isGreeted: false));
        connector.IsTrusted(certificate, SslPolicyErrors.None);
        Assert.Equal(fault, connector.EndedEarly(ended, isGreeted: false).Fault);
        Assert.Same(ended, connector.EndedEarly(ended, isGreeted: true));
    }

    [Theory]
    [InlineData("nothing in it")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData(null)]
    public async Task A_client_s_certificate_that_cannot_be_read_is_named_before_anybody_is_asked(string? text)
    {
        using var folder = new TempFolder();
        await using var peer = new ScriptedPeer(talk => talk.ReadLineAsync());
        var file = text is null ? folder["absent.pem"] : folder.Write("bad.pem", text);
        foreach (var protocol in Enum.GetValues<SourceProtocol>())
        {
            var refused = await LogInTrial.FailAsync(LogInTrial.Settings(protocol, peer.EndPoint, TransportSecurity.Implicit) with { ClientCertificate = file }, LogInTrial.Password);
            Assert.Equal(ProviderFault.Security, refused.Fault);
            Assert.Contains(file, refused.Message, StringComparison.Ordinal);
        }
    }

    private static ScriptedPeer Provider(SourceProtocol protocol, X509Certificate2 certificate, Func<X509Certificate?, bool>? isWelcome = null) => new(async talk =>
    {
        await talk.SecureAsync(certificate, isWelcome);
        await talk.SendAsync(protocol == SourceProtocol.Imap ? "* OK [CAPABILITY IMAP4rev1] ready\r\n" : "+OK ready\r\n");
        await (protocol == SourceProtocol.Imap ? talk.AnswerImapAsync(_ => null) : talk.AnswerPop3Async(command => command == "CAPA" ? "+OK\r\nUSER\r\n." : "+OK"));
    });
}
