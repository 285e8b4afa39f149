using System.Globalization;
using System.Net;

namespace Postfach.Testing;

/// <summary>
/// A running Courier (courier-imap, courier-pop) of one's own: a root of its own, free ports of this machine, users in its userdb. The users'
/// password is <c>secret</c>; they start with an empty INBOX. Courier's paths are fixed when it is built, hence the root.
/// </summary>
public sealed class CourierProcess : IAsyncDisposable
{
    private const string Installed = "/opt/postfach-peers/courier", Libraries = "/usr/lib/courier", Nobody = "65534";

    // crypt(3) of "secret", with SHA-512.
    private const string Password = "$6$GSCo0eVuD.qnCFMu$VFfzWD8fSPLvSA0PnxWp2fa2r1uTC3Z9w3s9/Lwdfe/ZYSfC3kjamDZfCrT754AwKGBw9Wvy.QhX01LEXogH2/";

    // What Debian's /etc/courier/imapd says.
    private static readonly Dictionary<string, string> ImapSettings = new()
    {
        ["IMAP_CAPABILITY"] = "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE",
        ["IMAP_KEYWORDS"] = "1", ["IMAP_USELOCKS"] = "1", ["IMAP_MAILBOX_SANITY_CHECK"] = "1", ["IMAP_ENHANCEDIDLE"] = "0", ["IMAP_TRASHFOLDERNAME"] = "Trash",
        ["IMAP_UMASK"] = "022", ["IMAP_ACL"] = "1", ["MAILDIRPATH"] = "Maildir",
    };

    private readonly TempFolder _folder = new TempFolder().OpenToAll();
    private readonly Dictionary<string, IPEndPoint> _addresses = LoopbackPorts.Free("imap", "pop3");
    private readonly List<ServerProgram> _programs = [];

    private CourierProcess()
    {
    }

    /// <summary>Why there can be none here; null: there can.</summary>
    public static string? Missing =>
        !Directory.Exists(Installed) ? $"{Installed} is not there (tests/install-peers.sh makes it)" :
        Environment.UserName != "root" ? "Courier with a root of its own wants to be started by root" : null;

    public IEnumerable<string> Log => _programs.SelectMany(p => p.Log);

    private string Root => _folder["root"];

    // Gamin's socket has one name for all of the machine; a port is one's own.
    private string GaminName => $"postfach-{EndPoint("imap").Port}";

    /// <summary>Starts one and waits until it lets users log in.</summary>
    public static async Task<CourierProcess> StartAsync(IReadOnlyList<string> users, CancellationToken ct)
    {
        var courier = new CourierProcess();
        try
        {
            await courier.PrepareAsync(users, ct);
            await courier.StartProgramsAsync(users[0], ct);
            return courier;
        }
        catch
        {
            await courier.DisposeAsync();
            throw;
        }
    }

    public IPEndPoint EndPoint(string listener) => _addresses[listener];

    /// <summary>The folder that a user's mail lies in: what is put into its <c>new</c> is there for the next look.</summary>
    public string Maildir(string user) => Path.Combine(Root, "mail", user, "Maildir");

    public async ValueTask DisposeAsync()
    {
        foreach (var program in Enumerable.Reverse(_programs))
            await program.DisposeAsync();
        _folder.Dispose();
    }

    private async Task PrepareAsync(IReadOnlyList<string> users, CancellationToken ct)
    {
        await ServerProgram.RunAsync("", ct, "/bin/cp", "-a", Installed, Root);
        foreach (var folder in new[] { "dev", "tmp", "mail", "run/courier/authdaemon" })
            Directory.CreateDirectory(Path.Combine(Root, folder));
        await File.WriteAllTextAsync(Path.Combine(Root, "dev/null"), "", ct);
        await File.WriteAllTextAsync(Path.Combine(Root, "etc/passwd"), $"nobody:x:{Nobody}:{Nobody}:nobody:/mail:/bin/false\n", ct); // Gamin goes by users' names
        await File.WriteAllTextAsync(Path.Combine(Root, "etc/courier/authdaemonrc"), "authmodulelist=\"authuserdb\"\ndaemons=2\n", ct);
        await MakeDatabaseAsync("userdb", users, u => $"home=/mail/{u}|uid={Nobody}|gid={Nobody}|mail=/mail/{u}/Maildir", ct);
        await MakeDatabaseAsync("userdbshadow", users, _ => $"systempw={Password}", ct);
        foreach (var user in users)
            Directory.CreateDirectory(Path.Combine(Root, "mail", user));
        await ServerProgram.RunAsync("", ct, ["/bin/chown", $"{Nobody}:{Nobody}", .. users.Select(u => Path.Combine(Root, "mail", u))]);
        foreach (var user in users)
            await ServerProgram.RunAsync("", ct, "/usr/sbin/chroot", $"--userspec={Nobody}:{Nobody}", Root, "/usr/bin/maildirmake.courier", $"/mail/{user}/Maildir");
    }

    // What makeuserdb does, which is written in Perl.
    private async Task MakeDatabaseAsync(string name, IReadOnlyList<string> users, Func<string, string> fields, CancellationToken ct)
    {
        var lines = string.Concat(users.Select(u => $"{u}\t{fields(u)}\n")) + ".\n";
        await ServerProgram.RunAsync(lines, ct, "/usr/sbin/chroot", Root, $"{Libraries}/courier-authlib/makedatprog", "-", $"/etc/courier/{name}.tmp", $"/etc/courier/{name}.dat");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(Root, $"etc/courier/{name}.dat"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private async Task StartProgramsAsync(string user, CancellationToken ct)
    {
        Start([], null, $"--userspec={Nobody}:{Nobody}", "/usr/libexec/gam_server", "--notimeout", GaminName);
        var authentication = Start([], "Installation complete", $"{Libraries}/courier-authlib/authdaemond");
        await authentication.ReadyAsync(ct);
        var imap = Listen("imap", ImapSettings, $"{Libraries}/courier/imaplogin", "/usr/bin/imapd");
        await imap.LogInAsync(async token => await ImapWire.LogInAsync(EndPoint("imap"), user, "secret", token), ct);
        var pop3 = Listen("pop3", [], $"{Libraries}/courier/courierpop3login", $"{Libraries}/courier/courierpop3d");
        await pop3.LogInAsync(async token => await Pop3Wire.LogInAsync(EndPoint("pop3"), user, "secret", token), ct);
    }

    private ServerProgram Listen(string listener, Dictionary<string, string> settings, string logIn, string server) => Start(
        settings, null, "/usr/sbin/couriertcpd", "-address=127.0.0.1", "-nodnslookup", "-noidentlookup", "-maxperip=40",
        EndPoint(listener).Port.ToString(CultureInfo.InvariantCulture), logIn, server, "Maildir");

    private ServerProgram Start(Dictionary<string, string> variables, string? awaited, params string[] command)
    {
        var (options, rest) = (command.TakeWhile(c => c.StartsWith('-')), command.SkipWhile(c => c.StartsWith('-')));
        var all = new Dictionary<string, string>(variables) { ["GAM_CLIENT_ID"] = GaminName };
        var program = ServerProgram.Start(all, awaited, ["/usr/sbin/chroot", .. options, Root, .. rest]);
        _programs.Add(program);
        return program;
    }
}
