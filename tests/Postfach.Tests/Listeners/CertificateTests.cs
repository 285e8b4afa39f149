using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using Postfach.Server.Listeners;

namespace Postfach.Tests.Listeners;

public sealed class CertificateTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FaultLog _log = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void A_certificate_of_the_servers_own_is_made_once()
    {
        var files = SelfSignedCertificate.Provide(_temp["self.pem"], "mail.example", _time);
        var made = File.ReadAllText(files.Certificate);
        SelfSignedCertificate.Provide(_temp["self.pem"], "mail.example", _time);
        Assert.Equal(made, File.ReadAllText(files.Certificate));

        using var certificate = X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);
        Assert.Equal("1.2.840.10045.2.1", certificate.PublicKey.Oid.Value);
        foreach (var host in new[] { "mail.example", "localhost", "127.0.0.1", "::1" })
            Assert.True(certificate.MatchesHostname(host, allowWildcards: false, allowCommonName: false), host);
    }

    [Fact]
    public void It_is_made_anew_when_it_is_nearly_over()
    {
        var before = File.ReadAllText(SelfSignedCertificate.Provide(_temp["self.pem"], "mail.example", _time).Certificate);
        _time.Advance(TimeSpan.FromDays(365.25 * 10 - 20));
        Assert.NotEqual(before, File.ReadAllText(SelfSignedCertificate.Provide(_temp["self.pem"], "mail.example", _time).Certificate));
    }

    [Fact]
    public void The_key_of_a_certificate_is_its_users_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has rights of another kind");
            return;
        }

        var files = SelfSignedCertificate.Provide(_temp["self.pem"], "mail.example", _time);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(files.Key));
    }

    [Fact]
    public void New_files_are_taken_over_within_a_second()
    {
        var source = Source(Write(TestCertificates.Single("first")));
        Assert.Equal("CN=first", Subject(source));
        var before = source.Current();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Same(before, source.Current());

        Write(TestCertificates.Single("second"));
        Assert.Equal("CN=first", Subject(source));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("CN=second", Subject(source));
    }

    [Fact]
    public void A_link_that_points_elsewhere_is_new_files_too()
    {
        var (first, second) = (TestCertificates.Single("first"), TestCertificates.Single("second"));
        _temp.Write("1/both.pem", first.Certificate + "\n" + first.Key);
        _temp.Write("2/both.pem", second.Certificate + "\n" + second.Key);
        // As a backup that was put back would have it: content is what differs, not the time.
        File.SetLastWriteTimeUtc(_temp["2/both.pem"], File.GetLastWriteTimeUtc(_temp["1/both.pem"]).AddMinutes(-1));
        File.CreateSymbolicLink(_temp["live.pem"], _temp["1/both.pem"]);
        var source = Source(new CertificateFiles(_temp["live.pem"], _temp["live.pem"]));
        File.Delete(_temp["live.pem"]);
        File.CreateSymbolicLink(_temp["live.pem"], _temp["2/both.pem"]);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("CN=second", Subject(source));
    }

    [Fact]
    public void Broken_files_are_told_of_once_and_the_former_certificate_goes_on()
    {
        var files = Write(TestCertificates.Single("first"));
        var source = Source(files);
        // The certificate is renewed, its key not yet: they do not belong together.
        var second = TestCertificates.Single("second");
        _temp.Write("certificate.pem", second.Certificate);
        Look(source);
        Look(source);
        Assert.Equal("CN=first", Subject(source));
        Assert.Contains(files.Certificate, Assert.Single(_log.Faults), StringComparison.Ordinal);

        _temp.Write("key.pem", second.Key);
        Look(source);
        Assert.Equal("CN=second", Subject(source));
    }

    [Fact]
    public void Missing_files_are_told_of_once_and_the_former_certificate_goes_on()
    {
        var files = Write(TestCertificates.Single("first"));
        var source = Source(files);
        File.Delete(files.Key);
        Look(source);
        Look(source);
        Assert.Equal("CN=first", Subject(source));
        Assert.Contains(files.Key, Assert.Single(_log.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void The_whole_chain_of_a_file_is_used()
    {
        var source = Source(Write(TestCertificates.Chain("leaf")));
        var context = Assert.IsType<SslStreamCertificateContext>(source.Current().ServerCertificateContext);
        Assert.Equal("CN=leaf", context.TargetCertificate.Subject);
        Assert.Equal("CN=between", Assert.Single(context.IntermediateCertificates).Subject);
    }

    [Fact]
    public void What_is_wrong_with_files_is_told_apart()
    {
        var (certificate, key) = TestCertificates.Single("first");
        Assert.Equal(CertificateFault.Missing, FaultOf(_temp["absent"], _temp["absent"]));
        Assert.Equal(CertificateFault.Missing, FaultOf(_temp.Write("c", certificate), _temp["absent"]));
        Assert.Equal(CertificateFault.Bad, FaultOf(_temp["c"], _temp["c"]));
        Assert.Equal(CertificateFault.Bad, FaultOf(_temp["c"], _temp.Write("k", TestCertificates.Single("other").Key)));
        Assert.Equal(CertificateFault.Bad, FaultOf(_temp.Write("k", key), _temp["k"]));
        Assert.Equal(CertificateFault.Bad, FaultOf(_temp.Write("empty", ""), _temp["k"]));
    }

    private CertificateFault FaultOf(string certificate, string key) =>
        Assert.Throws<CertificateException>(() => Source(new CertificateFiles(certificate, key))).Fault;

    private CertificateSource Source(CertificateFiles files) => new(files, _time, _log.Of<CertificateSource>());

    private CertificateFiles Write((string Certificate, string Key) pems) =>
        new(_temp.Write("certificate.pem", pems.Certificate), _temp.Write("key.pem", pems.Key));

    private void Look(CertificateSource source)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        source.Current();
    }

    private static string? Subject(CertificateSource source) => source.Current().ServerCertificateContext?.TargetCertificate.Subject;
}
