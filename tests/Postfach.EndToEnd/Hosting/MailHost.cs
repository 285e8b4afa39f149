using System.Security.Cryptography.X509Certificates;
using Postfach.EndToEnd.Hosting;

[assembly: AssemblyFixture(typeof(MailHost))]

namespace Postfach.EndToEnd.Hosting;

/// <summary>
/// One server for all tests that need no server of their own, as many clients at once are what a server is for. Each test has users of its own.
/// </summary>
public sealed class MailHost : IAsyncLifetime
{
    public const string Password = "correct-horse";

    private const int Users = 100;

    private readonly TempFolder _temp = new();
    private ServeProcess? _serve;
    private X509Certificate2? _certificate;
    private int _taken;

    public ServeProcess Serve => _serve ?? throw new InvalidOperationException("The server has not been started.");

    private string Data => _temp["data"];

    public async ValueTask InitializeAsync()
    {
        var users = _temp.Write("users", string.Concat(Enumerable.Range(1, Users).Select(n => $"{Name(n)}:{Password}\n")));
        await PostfachProgram.RunAsync("", CancellationToken.None, "user", "import", users, "--data", Data);
        _serve = await ServeProcess.StartAsync(Data, CancellationToken.None);
        _certificate = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(Path.Combine(Data, "self-signed.pem")));
    }

    /// <summary>It is the certificate that the server made and keeps.</summary>
    public bool Trusts(X509Certificate? certificate) => certificate is not null && certificate.GetRawCertData().SequenceEqual(_certificate?.RawData ?? []);

    /// <summary>A user that no other test has.</summary>
    public string TakeUser() => Interlocked.Increment(ref _taken) is var number && number <= Users
        ? Name(number)
        : throw new InvalidOperationException("There are more tests than users; make more of them.");

    /// <summary>Whatever the clients did, nothing may have failed inside the server, and it must stop when it is asked to.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_serve is not null)
        {
            var status = await _serve.StopAsync(CancellationToken.None);
            Assert.Empty(_serve.Faults);
            Assert.Equal(0, status);
            await _serve.DisposeAsync();
        }

        _certificate?.Dispose();
        _temp.Dispose();
    }

    private static string Name(int number) => $"user{number}@example.org";
}
