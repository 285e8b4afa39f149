using Postfach.Mail;

namespace Postfach.Retrieval.Tests.Connecting;

/// <summary>Log-ins at a real server that has TLS, and by POP3 wants a client's certificate: Dovecot.</summary>
public sealed class DovecotTlsTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new TempFolder().OpenToAll();
    private string _fingerprint = "";
    private string _right = "";
    private string _wrong = "";
    private string _forged = "";
    private DovecotProcess? _dovecot;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (DovecotProcess.Missing is not null)
            return;
        using var server = TestCertificates.Server();
        using var authority = TestCertificates.Authority("Authority");
        using var stranger = TestCertificates.Authority("Stranger");
        using var impostor = TestCertificates.Authority("Authority");
        using var mine = TestCertificates.Client(authority, "anna");
        using var other = TestCertificates.Client(stranger, "anna");
        using var fake = TestCertificates.Client(impostor, "anna");
        _fingerprint = TestCertificates.Fingerprint(server);
        (_right, _wrong) = (_folder.Write("right.pem", TestCertificates.Pem(mine)), _folder.Write("wrong.pem", TestCertificates.Pem(other)));
        _forged = _folder.Write("forged.pem", TestCertificates.Pem(fake));
        _dovecot = await DovecotProcess.StartAsync(["anna"], $$"""
            ssl = yes
            ssl_cert = <{{_folder.Write("server.pem", server.ExportCertificatePem())}}
            ssl_key = <{{_folder.Write("server.key", TestCertificates.Pem(server))}}
            protocol pop3 {
              ssl_ca = <{{_folder.Write("authority.pem", authority.ExportCertificatePem())}}
              ssl_require_crl = no
              ssl_verify_client_cert = yes
              auth_ssl_require_client_cert = yes
            }

            """, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_dovecot is not null)
            await _dovecot.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task TLS_begins_and_the_log_in_is_by_SCRAM()
    {
        Assert.Contains("UidPlus", await LogInTrial.RunAsync(At(SourceProtocol.Imap), Password("secret")));
        var refused = await LogInTrial.FailAsync(At(SourceProtocol.Imap), Password("other"));
        Assert.Equal(ProviderFault.LogInRefused, refused.Fault);
        var unpinned = await LogInTrial.FailAsync(At(SourceProtocol.Imap) with { Fingerprint = null }, Password("secret"));
        Assert.Equal(ProviderFault.Security, unpinned.Fault);
        Assert.Contains(_fingerprint, unpinned.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_wants_a_client_s_certificate_takes_the_right_one_alone()
    {
        Assert.Contains("UIDL", await LogInTrial.RunAsync(At(SourceProtocol.Pop3) with { ClientCertificate = _right }, Password("secret")));
        var none = await LogInTrial.FailAsync(At(SourceProtocol.Pop3), Password("secret"));
        Assert.Contains("certificate", none.Message, StringComparison.Ordinal);
        Assert.Equal(ProviderFault.LogInRefused, none.Fault);
        var wrong = await LogInTrial.FailAsync(At(SourceProtocol.Pop3) with { ClientCertificate = _wrong }, Password("secret"));
        Assert.Equal(ProviderFault.LogInRefused, wrong.Fault);
        Assert.Contains("didn't present valid SSL certificate", wrong.Message, StringComparison.Ordinal);

        // At a signature that cannot be checked it ends the connection.
        var forged = await LogInTrial.FailAsync(At(SourceProtocol.Pop3) with { ClientCertificate = _forged }, Password("secret"));
        Assert.Contains($"may not take the client certificate {_forged}", forged.Message, StringComparison.Ordinal);
    }

    private static Credential Password(string secret) => new("anna", secret, IsToken: false);

    private SourceSettings At(SourceProtocol protocol)
    {
        Assert.SkipWhen(_dovecot is null, DovecotProcess.Missing ?? "");
        var server = _dovecot!.EndPoint(protocol == SourceProtocol.Imap ? "imap" : "pop3"); // Skipped otherwise
        return LogInTrial.Settings(protocol, server, TransportSecurity.StartTls) with { Fingerprint = _fingerprint };
    }
}
