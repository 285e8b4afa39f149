using System.Security.Cryptography.X509Certificates;
using System.Text;
using MailKit.Net.Imap;
using MailKit.Security;
using Postfach.EndToEnd.Clients;
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
    private readonly TempFolder _sockets = new TempFolder().OpenToAll();
    private ServeProcess? _serve;
    private X509Certificate2? _certificate;
    private int _taken;

    public ServeProcess Serve => _serve ?? throw new InvalidOperationException("The server has not been started.");

    private string Data => _temp["data"];

    public async ValueTask InitializeAsync()
    {
        var users = _temp.Write("users", string.Concat(Enumerable.Range(1, Users).Select(n => $"{Name(n)}:{Password}\n")));
        await PostfachProgram.RunAsync("", CancellationToken.None, "user", "import", users, "--data", Data);
        _serve = await ServeProcess.StartAsync(Data, new Dictionary<string, string>(), CancellationToken.None, $"lmtp=unix:{LmtpSocket}");
        _certificate = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(CertificateFile));
    }

    /// <summary>The certificate that the server made and keeps.</summary>
    public X509Certificate2 Certificate => _certificate ?? throw new InvalidOperationException("The server has not been started.");

    /// <summary>LMTP too, in a folder that every user of the machine can reach.</summary>
    public string LmtpSocket => _sockets["lmtp"];

    public string CertificateFile => Path.Combine(Data, "self-signed.pem");

    /// <summary>It is the certificate that the server made and keeps.</summary>
    public bool Trusts(X509Certificate? certificate) => certificate is not null && certificate.GetRawCertData().SequenceEqual(_certificate?.RawData ?? []);

    /// <summary>A user that no other test has.</summary>
    public string TakeUser() => Interlocked.Increment(ref _taken) is var number && number <= Users
        ? Name(number)
        : throw new InvalidOperationException("There are more tests than users; make more of them.");

    /// <summary>Runs a command on the server's data folder, and gives what it prints.</summary>
    public Task<string> RunAsync(CancellationToken ct, params string[] arguments) => PostfachProgram.RunAsync("", ct, [.. arguments, "--data", Data]);

    public Task<ImapWire> LogInAsync(string user, CancellationToken ct) => ImapWire.LogInAsync(Serve.EndPoint("imap"), user, Password, ct);

    /// <summary>MailKit, logged in over TLS.</summary>
    public async Task<ImapClient> MailKitAsync(string user, CancellationToken ct)
    {
        var client = new ImapClient { ServerCertificateValidationCallback = (_, certificate, _, _) => Trusts(certificate) };
        await client.ConnectAsync("127.0.0.1", Serve.Port("imaps"), SecureSocketOptions.SslOnConnect, ct);
        await client.AuthenticateAsync(user, Password, ct);
        return client;
    }

    /// <summary>Puts letters into a user's INBOX: "Letter 0", "Letter 1" and so on.</summary>
    public async Task<IReadOnlyList<byte[]>> FillAsync(string user, int count, CancellationToken ct)
    {
        var letters = Enumerable.Range(0, count).Select(i => Letter.Bytes(Letter.Plain($"Letter {i}"))).ToList();
        await using var imap = await LogInAsync(user, ct);
        foreach (var letter in letters)
            await imap.AppendAsync("INBOX", "", letter, ct);
        return letters;
    }

    /// <summary>Delivers as a mail transfer agent does.</summary>
    public async Task DeliverAsync(string user, string subject, CancellationToken ct)
    {
        await using var lmtp = await LmtpWire.ConnectAsync(Serve.EndPoint("lmtp"), ct);
        Assert.StartsWith("250 ", Assert.Single(await lmtp.DeliverAsync([user], Letter.Bytes(Letter.Plain(subject)), ct)), StringComparison.Ordinal);
    }

    /// <summary>What lies in a mailbox, each as <c>Subject: flags</c>, with the flags in the order of their names.</summary>
    /// <remarks>Without what clients say of spam on their own.</remarks>
    public async Task<IReadOnlyList<string>> ListAsync(string user, string mailbox, CancellationToken ct)
    {
        await using var imap = await LogInAsync(user, ct);
        if ((await imap.RunAsync($"EXAMINE {mailbox}", ct)).Untagged.Any(u => u.Text == "0 EXISTS"))
            return [];
        var answer = await imap.RunAsync("FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])", ct);
        return [.. answer.Untagged.Where(u => u.Literals.Count == 1).Select(u => $"{Subject(u.Literals[0])}: {Flags(u.Text)}".TrimEnd())];

        static string Subject(byte[] header) => Encoding.UTF8.GetString(header).Trim()["Subject: ".Length..];
        static string Flags(string text) => string.Join(' ', text[(text.IndexOf("FLAGS (", StringComparison.Ordinal) + 7)..].Split(')')[0]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(f => f is not ("NonJunk" or "$NotJunk" or @"\Recent"))
            .Order(StringComparer.Ordinal));
    }

    /// <summary>Waits until it lies there so: for clients that do not say when they have told the server.</summary>
    public async Task UntilListedAsync(string user, string mailbox, IReadOnlyList<string> expected, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(PostfachProgram.Patience);
        var found = await ListAsync(user, mailbox, ct);
        while (!found.SequenceEqual(expected) && !patience.IsCancellationRequested)
            found = await ListAsync(user, mailbox, ct);
        Assert.Equal(expected, found);
    }

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
        _sockets.Dispose();
    }

    private static string Name(int number) => $"user{number}@example.org";
}
