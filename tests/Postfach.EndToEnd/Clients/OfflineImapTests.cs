using System.Security.Cryptography;
using Postfach.EndToEnd.Hosting;

namespace Postfach.EndToEnd.Clients;

/// <summary>OfflineIMAP keeps a Maildir and an account alike, over several connections at once.</summary>
public sealed class OfflineImapTests(MailHost host) : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Mail => _temp["mail"];

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task It_carries_changes_both_ways()
    {
        var user = host.TakeUser();
        await host.FillAsync(user, 5, Ct);
        await SyncAsync(user);
        var files = Files("INBOX");
        Assert.Equal(5, files.Count);
        Assert.Equal(["Archive", "Drafts", "INBOX", "Junk", "Sent", "Trash"], Directory.GetDirectories(Mail).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        // Here one is read and answered, one deleted, and a folder with one is new.
        var read = files.Single(f => Has(f, "Letter 1"));
        File.Move(read, Path.Combine(Mail, "INBOX", "cur", $"{Path.GetFileName(read).Split(":2,")[0]}:2,RS"));
        File.Delete(Files("INBOX").Single(f => Has(f, "Letter 2")));
        foreach (var part in new[] { "cur", "new", "tmp" })
            Directory.CreateDirectory(Path.Combine(Mail, "Alt", part));
        await File.WriteAllTextAsync(Path.Combine(Mail, "Alt", "cur", "1.here:2,F"), "Message-ID: <1@here>\nSubject: Local\n\nText\n", Ct);

        // There one is flagged, one deleted, and one comes in.
        await using (var imap = await host.LogInAsync(user, Ct))
        {
            await imap.RunAsync("SELECT INBOX", Ct);
            await imap.RunAsync(@"UID STORE 4 +FLAGS (\Flagged)", Ct);
            await imap.RunAsync(@"UID STORE 5 +FLAGS (\Deleted)", Ct);
            await imap.RunAsync("EXPUNGE", Ct);
        }

        await host.DeliverAsync(user, "New", Ct);
        await SyncAsync(user);
        Assert.Equal(["Letter 0:", @"Letter 1: \Answered \Seen", @"Letter 3: \Flagged", "New:"], await host.ListAsync(user, "INBOX", Ct));
        Assert.Equal([@"Local: \Flagged"], await host.ListAsync(user, "Alt", Ct));
        Assert.Equal(4, Files("INBOX").Count);
        Assert.EndsWith(":2,F", Files("INBOX").Single(f => Has(f, "Letter 3")), StringComparison.Ordinal);

        var before = Files("INBOX");
        await SyncAsync(user);
        Assert.Equal(before, Files("INBOX"));
    }

    private async Task SyncAsync(string user) => await ClientProgram.RunAsync("offlineimap", Ct, "-o", "-c", _temp.Write("offlineimaprc", $"""
        [general]
        accounts = postfach
        metadata = {_temp["metadata"]}
        ui = basic

        [Account postfach]
        localrepository = here
        remoterepository = there

        [Repository here]
        type = Maildir
        localfolders = {Mail}

        [Repository there]
        type = IMAP
        remotehost = 127.0.0.1
        remoteport = {host.Serve.Port("imaps")}
        remoteuser = {user}
        remotepass = {MailHost.Password}
        ssl = yes
        maxconnections = 2
        cert_fingerprint = {host.Certificate.GetCertHashString(HashAlgorithmName.SHA512)}

        """));

    private static bool Has(string file, string subject) => File.ReadLines(file).Contains($"Subject: {subject}");

    private List<string> Files(string folder) =>
        [.. new[] { "cur", "new" }.SelectMany(d => Directory.GetFiles(Path.Combine(Mail, folder, d))).Order(StringComparer.Ordinal)];
}
