using System.Globalization;
using System.Net;
using System.Text;

namespace Postfach.Testing;

/// <summary>
/// A running Cyrus (cyrus-imapd, cyrus-pop3d) of one's own: own configuration, own folder, free ports of this machine, users in a sasldb. The
/// users' password is <c>secret</c>; they start with an empty INBOX. Nothing of the system's own Cyrus is read or touched.
/// </summary>
public sealed class CyrusProcess : IAsyncDisposable
{
    private const string Installed = "/opt/postfach-peers/cyrus", Programs = $"{Installed}/usr/lib/cyrus/bin";

    private readonly TempFolder _folder = new TempFolder().OpenToAll();
    private readonly Dictionary<string, IPEndPoint> _addresses = LoopbackPorts.Free("imap", "pop3");
    private ServerProgram? _master;

    private CyrusProcess()
    {
    }

    /// <summary>Why there can be none here; null: there can.</summary>
    public static string? Missing =>
        !Directory.Exists(Installed) ? $"{Installed} is not there (tests/install-peers.sh makes it)" :
        Environment.UserName != "root" ? "Cyrus with accounts of its own wants to be started by root" : null;

    /// <summary>What its master said, and the end of the last session: all else it tells syslog alone.</summary>
    public IEnumerable<string> Log => [.. _master?.Log ?? [], LastSession()];

    /// <summary>Starts one and waits until it lets users log in.</summary>
    public static async Task<CyrusProcess> StartAsync(IReadOnlyList<string> users, CancellationToken ct)
    {
        var cyrus = new CyrusProcess();
        try
        {
            await cyrus.PrepareAsync(users, ct);
            await cyrus.StartMasterAsync(users[0], ct);
            return cyrus;
        }
        catch
        {
            await cyrus.DisposeAsync();
            throw;
        }
    }

    public IPEndPoint EndPoint(string listener) => _addresses[listener];

    public async ValueTask DisposeAsync()
    {
        if (_master is not null)
            await _master.DisposeAsync();
        _folder.Dispose();
    }

    private async Task PrepareAsync(IReadOnlyList<string> users, CancellationToken ct)
    {
        // A user who has a folder in log has the sessions written down there.
        foreach (var folder in new[] { "spool", "state/proc", "state/lock", "state/socket" }.Concat(users.Select(u => $"state/log/{u}")))
            Directory.CreateDirectory(_folder[folder]);
        await File.WriteAllTextAsync(_folder["imapd.conf"], Settings(), ct);
        await File.WriteAllTextAsync(_folder["cyrus.conf"], Services(), ct);
        foreach (var user in users)
            await ServerProgram.RunAsync("secret", ct, "/usr/sbin/saslpasswd2", "-p", "-c", "-f", _folder["sasldb"], "-u", "localhost", user);
        // None of its processes stays root.
        await ServerProgram.RunAsync("", ct, "/bin/chown", "-R", "nobody:nogroup", _folder.Path);
    }

    private async Task StartMasterAsync(string user, CancellationToken ct)
    {
        var libraries = new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = Directory.GetDirectories($"{Installed}/usr/lib", "*-linux-gnu")[0] };
        _master = ServerProgram.Start(libraries, null, $"{Programs}/master", "-D", "-C", _folder["imapd.conf"], "-M", _folder["cyrus.conf"], "-p", _folder["state/master.pid"]);
        await _master.LogInAsync(async token => await ImapWire.LogInAsync(EndPoint("imap"), user, "secret", token), ct);
        await _master.LogInAsync(async token => await Pop3Wire.LogInAsync(EndPoint("pop3"), user, "secret", token), ct);
    }

    private string LastSession()
    {
        const int End = 4000;
        if (Directory.EnumerateFiles(_folder["state/log"], "*", SearchOption.AllDirectories).MaxBy(File.GetLastWriteTimeUtc) is not { } file)
            return "no session yet";
        var text = File.ReadAllText(file, Encoding.Latin1);
        return text[Math.Max(0, text.Length - End)..];
    }

    private string Settings() => $"""
        configdirectory: {_folder["state"]}
        proc_path: {_folder["state/proc"]}
        mboxname_lockpath: {_folder["state/lock"]}
        idlesocket: {_folder["state/socket/idle"]}
        defaultpartition: default
        partition-default: {_folder["spool"]}
        cyrus_user: nobody
        cyrus_group: nogroup
        servername: localhost
        altnamespace: yes
        unixhierarchysep: yes
        autocreate_quota: 0
        munge8bit: no
        allowplaintext: yes
        sasl_pwcheck_method: auxprop
        sasl_auxprop_plugin: sasldb
        sasl_sasldb_path: {_folder["sasldb"]}
        sasl_mech_list: PLAIN

        """;

    private string Services() => string.Create(CultureInfo.InvariantCulture, $$"""
        START {
          recover cmd="{{Programs}}/ctl_cyrusdb -C {{_folder["imapd.conf"]}} -r"
        }
        SERVICES {
          imap cmd="{{Programs}}/imapd -C {{_folder["imapd.conf"]}}" listen="{{EndPoint("imap")}}"
          pop3 cmd="{{Programs}}/pop3d -C {{_folder["imapd.conf"]}}" listen="{{EndPoint("pop3")}}"
        }
        EVENTS {
        }

        """);
}
