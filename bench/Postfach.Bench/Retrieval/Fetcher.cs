using System.Globalization;
using Postfach.Bench.Servers;
using Postfach.Testing;

namespace Postfach.Bench.Retrieval;

/// <summary>A program that fetches mail, and how it is told to.</summary>
/// <param name="Name">As the report calls it.</param>
internal sealed record Fetcher(string Name, string Protocol, string? Program, Func<DovecotServer, string, BenchFolder, IReadOnlyList<string>> Command)
{
    public static readonly Fetcher PostfachByPop3 = new("postfach-pop3", "POP3", null, (_, _, folder) => Fetch(folder));
    public static readonly Fetcher PostfachByImap = new("postfach-imap", "IMAP", null, (_, _, folder) => Fetch(folder));

    public static readonly Fetcher Mpop = new("mpop", "POP3", "/usr/bin/mpop", (provider, user, folder) =>
    {
        Directory.CreateDirectory(folder["Maildir/tmp"]);
        Directory.CreateDirectory(folder["Maildir/new"]);
        Directory.CreateDirectory(folder["Maildir/cur"]);
        Write(folder["mpoprc"], $"""
            account bench
            host 127.0.0.1
            port {provider.EndPoint("pop3").Port}
            user {user}
            auth plain
            password {MailServer.Password}
            tls off
            keep on
            uidls_file {folder["uidls"]}
            delivery maildir {folder["Maildir"]}
            """);
        return ["/usr/bin/mpop", "-q", "-C", folder["mpoprc"], "bench"];
    });

    public static readonly Fetcher Mbsync = new("mbsync", "IMAP", "/usr/bin/mbsync", (provider, user, folder) =>
    {
        Directory.CreateDirectory(folder["Maildir"]);
        Write(folder["mbsyncrc"], $"""
            IMAPAccount bench
            Host 127.0.0.1
            Port {provider.EndPoint("imap").Port}
            User {user}
            Pass {MailServer.Password}
            SSLType None
            AuthMechs LOGIN

            IMAPStore far
            Account bench

            MaildirStore near
            Path {folder["Maildir"]}/
            Inbox {folder["Maildir"]}/INBOX

            Channel bench
            Far :far:
            Near :near:
            Patterns INBOX
            Create Near
            Sync Pull
            SyncState *

            """);
        return ["/usr/bin/mbsync", "-q", "-c", folder["mbsyncrc"], "bench"];
    });

    public bool IsInstalled => Program is null || File.Exists(Program);

    /// <summary>Sets all up for a user's mail, without fetching any.</summary>
    public async Task<FetcherRun> PrepareAsync(DovecotServer provider, string user, BenchFolder folder, CancellationToken ct)
    {
        if (Program is null)
            await AddSourceAsync(provider, user, folder, ct);
        return new FetcherRun(Command(provider, user, folder), folder, IsOurs: Program is null);
    }

    private static IReadOnlyList<string> Fetch(BenchFolder folder) => [.. PostfachProgram.Command, "fetch", "bench", "--once", "--quiet", "--data", folder["data"]];

    private async Task AddSourceAsync(DovecotServer provider, string user, BenchFolder folder, CancellationToken ct)
    {
        await PostfachProgram.AddUserAsync(folder["data"], user, MailServer.Password, ct);
        var name = Protocol.ToLowerInvariant();
        await PostfachProgram.RunAsync(
            MailServer.Password, ct, "source", "add", "bench", "--account", user, "--protocol", name, "--host", "127.0.0.1",
            "--port", provider.EndPoint(name).Port.ToString(CultureInfo.InvariantCulture), "--tls", "none", "--user", user, "--password-stdin", "--data", folder["data"]);
    }

    private static void Write(string file, string text)
    {
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
