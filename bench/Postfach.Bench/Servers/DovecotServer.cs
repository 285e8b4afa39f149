using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Postfach.Bench.Load;
using Postfach.Testing;

namespace Postfach.Bench.Servers;

/// <summary>A Dovecot of one's own, with passwords in a file in clear text. Nothing of the system's own Dovecot is read or touched.</summary>
internal sealed class DovecotServer(string name, BenchFolder folder, Certificate certificate, string settings) : MailServer(name, folder)
{
    private const string Program = "/usr/sbin/dovecot";

    private static readonly string[] Listeners = ["imap", "imaps", "pop3", "pop3s", "lmtp"];
    private static readonly string[] Troubles =
    [
        "Error:", "Fatal:", "Panic:", "dropped", "Maximum number of connections", "auth failed", "process_limit", "Inotify instance limit",
    ];

    private readonly Dictionary<string, IPEndPoint> _addresses = FreePorts();
    private IReadOnlyList<string> _users = [];

    /// <summary>Why there can be none here; null: there can.</summary>
    public static string? Missing => DovecotProcess.Missing;

    /// <summary>Debian's dovecot-fts-xapian is installed.</summary>
    public static bool HasXapian => File.Exists("/usr/lib/dovecot/modules/lib21_fts_xapian_plugin.so");

    public static async Task<string> VersionAsync()
    {
        using var dovecot = System.Diagnostics.Process.Start(new ProcessStartInfo(Program, "--version") { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{Program} was not started.");
        return (await dovecot.StandardOutput.ReadToEndAsync()).Trim();
    }

    public override ServerKinds Kind => settings.Contains("fts_xapian", StringComparison.Ordinal) ? ServerKinds.DovecotXapian : ServerKinds.Dovecot;

    /// <summary>Without waiting for the disk: only while mailboxes are filled, before anything is measured.</summary>
    public bool IsFilling { get; set; }

    /// <summary>Where the users' mail is.</summary>
    public string MailFolder => Folder["mail"];

    public override IPEndPoint EndPoint(string listener) => _addresses[listener];

    public override async Task AddUsersAsync(IReadOnlyList<string> users)
    {
        _users = users;
        await File.WriteAllLinesAsync(Folder["users"], users.Select(u => $"{u}:{{PLAIN}}{Password}::::::"));
    }

    /// <summary>By its own command, outside its server.</summary>
    public override async Task<TimeSpan> ReindexAsync(string user)
    {
        foreach (var index in IndexFolders(user))
            Directory.Delete(index, recursive: true);
        var start = Stopwatch.GetTimestamp();
        await RunAsync("/usr/bin/doveadm", "-c", Folder["dovecot.conf"], "index", "-u", user, "INBOX");
        return Stopwatch.GetElapsedTime(start);
    }

    public override long IndexBytes(string user) =>
        IndexFolders(user).SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories)).Sum(f => new FileInfo(f).Length);

    /// <summary>Takes over all mail of another one; both do not run.</summary>
    public async Task CopyMailAsync(DovecotServer from)
    {
        await RunAsync("/bin/cp", "-a", from.MailFolder, Folder.Path);
    }

    protected override ServerProcess Launch()
    {
        Directory.CreateDirectory(Folder["run"]);
        if (!OperatingSystem.IsWindows())
        {
            // Its mail processes never run as root.
            File.SetUnixFileMode(Directory.CreateDirectory(MailFolder).FullName, (UnixFileMode)0b111_111_111);
            File.SetUnixFileMode(Folder.Path, (UnixFileMode)0b111_101_101);
        }

        var configuration = DovecotConfiguration.Write(Folder, _addresses, certificate) + settings + (IsFilling ? "mail_fsync = never\n" : "");
        File.WriteAllText(Folder["dovecot.conf"], configuration);
        return new(LogFile, new Dictionary<string, string>(), Program, "-F", "-c", Folder["dovecot.conf"]);
    }

    protected override async Task<TimeSpan> WaitUntilReadyAsync()
    {
        var until = Stopwatch.GetTimestamp() + (Stopwatch.Frequency * 60);
        while (true)
        {
            try
            {
                using var imap = await ImapClient.ConnectAsync(EndPoint("imap"));
                await imap.RunAsync($"LOGIN {_users[0]} {Password}");
                await imap.RunAsync("LOGOUT");
                return Stopwatch.GetElapsedTime(Process.Started);
            }
            catch (Exception e) when (e is SocketException or LoadException && Stopwatch.GetTimestamp() < until)
            {
                await Task.Delay(20);
            }
        }
    }

    private string[] IndexFolders(string user) =>
        Directory.GetDirectories(Path.Combine(MailFolder, user), "xapian-indexes", SearchOption.AllDirectories);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(program, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new LoadException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    // Beside what is said to be an error: a connection that was turned away.
    protected override bool IsTrouble(string line) =>
        Troubles.Any(w => line.Contains(w, StringComparison.Ordinal));

    // All are bound at once, so that no two are the same.
    private static Dictionary<string, IPEndPoint> FreePorts()
    {
        var listeners = Listeners.Select(n => (Name: n, Listener: new TcpListener(IPAddress.Loopback, 0))).ToList();
        listeners.ForEach(l => l.Listener.Start());
        var addresses = listeners.ToDictionary(l => l.Name, l => (IPEndPoint)l.Listener.LocalEndpoint);
        listeners.ForEach(l => l.Listener.Dispose());
        return addresses;
    }
}
