using System.Security.Authentication;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using MailKit.Security;
using Postfach.EndToEnd.Hosting;

namespace Postfach.EndToEnd.Clients;

/// <summary>Each mechanism, spoken by clients of others over real TLS.</summary>
public sealed class LogInTests(MailHost host)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, SslProtocols> Mechanisms()
    {
        var data = new TheoryData<string, SslProtocols>();
        foreach (var name in new[] { "SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN" })
        {
            data.Add(name, SslProtocols.Tls12);
            data.Add(name, SslProtocols.Tls13);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Mechanisms))]
    public async Task MailKit_logs_in_with_each_mechanism_and_not_with_a_wrong_password(string name, SslProtocols tls)
    {
        var user = host.TakeUser();
        using var imap = new ImapClient { SslProtocols = tls };
        imap.ServerCertificateValidationCallback = (_, certificate, _, _) => host.Trusts(certificate);
        await imap.ConnectAsync("127.0.0.1", host.Serve.Port("imaps"), SecureSocketOptions.SslOnConnect, Ct);
        Assert.Contains(name, imap.AuthenticationMechanisms);
        await Assert.ThrowsAsync<MailKit.Security.AuthenticationException>(() => imap.AuthenticateAsync(Mechanism(name, user, "wrong"), Ct));
        await imap.AuthenticateAsync(Mechanism(name, user, MailHost.Password), Ct);
        await imap.DisconnectAsync(true, Ct);

        using var pop3 = new Pop3Client { SslProtocols = tls };
        pop3.ServerCertificateValidationCallback = (_, certificate, _, _) => host.Trusts(certificate);
        await pop3.ConnectAsync("127.0.0.1", host.Serve.Port("pop3"), SecureSocketOptions.StartTls, Ct);
        Assert.Contains(name, pop3.AuthenticationMechanisms);
        await Assert.ThrowsAsync<MailKit.Security.AuthenticationException>(() => pop3.AuthenticateAsync(Mechanism(name, user, "wrong"), Ct));
        await pop3.AuthenticateAsync(Mechanism(name, user, MailHost.Password), Ct);
        await pop3.DisconnectAsync(true, Ct);
    }

    [Theory]
    [InlineData("SCRAM-SHA-256-PLUS")]
    [InlineData("SCRAM-SHA-1-PLUS")]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("SCRAM-SHA-1")]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task GNU_SASL_logs_in_with_each_mechanism(string name)
    {
        var (status, output) = await ClientProgram.TryRunAsync(
            "gsasl", Ct, ["--imap", "--starttls", "--x509-ca-file=", "--mechanism", name, "--authentication-id", host.TakeUser(), "--password", MailHost.Password,
            .. name.EndsWith("-PLUS", StringComparison.Ordinal) ? new[] { "--priority=NORMAL:-VERS-TLS1.3" } : ["--no-cb"],
            $"--connect=127.0.0.1:{host.Serve.Port("imap")}", "--quiet"]);
        Assert.True(status == 0, output);
    }

    private static SaslMechanism Mechanism(string name, string user, string password) => name switch
    {
        "SCRAM-SHA-256-PLUS" => new SaslMechanismScramSha256Plus(user, password),
        "SCRAM-SHA-1-PLUS" => new SaslMechanismScramSha1Plus(user, password),
        "SCRAM-SHA-256" => new SaslMechanismScramSha256(user, password),
        "SCRAM-SHA-1" => new SaslMechanismScramSha1(user, password),
        "PLAIN" => new SaslMechanismPlain(user, password),
        _ => new SaslMechanismLogin(user, password),
    };
}
