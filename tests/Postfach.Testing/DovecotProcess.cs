using System.Globalization;
using System.Net;

namespace Postfach.Testing;

/// <summary>
/// A running Dovecot of one's own: own configuration, own folder, free ports of this machine, passwords in a file. The users' password is
/// <c>secret</c>. Nothing of the system's own Dovecot is read or touched.
/// </summary>
public sealed class DovecotProcess : IAsyncDisposable
{
    private const string Program = "/usr/sbin/dovecot";

    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, IPEndPoint> _addresses;
    private readonly ServerProgram _server;

    private DovecotProcess(IReadOnlyList<string> users, string settings)
    {
        _addresses = LoopbackPorts.Free("imap", "pop3", "lmtp");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        Directory.CreateDirectory(_folder["run"]);
        MakeWritable(Directory.CreateDirectory(_folder["mail"]).FullName);
        File.WriteAllLines(_folder["users"], users.Select(u => $"{u}:{{PLAIN}}secret::::::"));
        File.WriteAllText(_folder["dovecot.conf"], Configuration() + settings);
        _server = ServerProgram.Start(new Dictionary<string, string>(), "starting up", Program, "-F", "-c", _folder["dovecot.conf"]);
    }

    /// <summary>Why there can be none here; null: there can.</summary>
    public static string? Missing =>
        !File.Exists(Program) ? $"{Program} is not there (packages dovecot-imapd dovecot-pop3d dovecot-lmtpd)" :
        Environment.UserName != "root" ? "Dovecot with accounts of its own wants to be started by root" : null;

    public IEnumerable<string> Log => _server.Log;

    /// <summary>Starts one and waits until it listens.</summary>
    /// <param name="settings">More of its configuration, after what is here.</param>
    public static async Task<DovecotProcess> StartAsync(IReadOnlyList<string> users, string settings, CancellationToken ct)
    {
        var dovecot = new DovecotProcess(users, settings);
        try
        {
            await dovecot._server.ReadyAsync(ct);

            // Its first greeting may come before it knows how to authenticate, and then says so instead of its capabilities.
            await (await ImapWire.LogInAsync(dovecot.EndPoint("imap"), users[0], "secret", ct)).DisposeAsync();
            return dovecot;
        }
        catch
        {
            await dovecot.DisposeAsync();
            throw;
        }
    }

    public IPEndPoint EndPoint(string listener) => _addresses[listener];

    /// <summary>All accounts are empty again. Nobody may be logged in; who has just gone may still write, so it looks twice.</summary>
    public async Task ForgetMailAsync()
    {
        for (var tries = 0; Directory.EnumerateFileSystemEntries(_folder["mail"]).Any() && tries < 100; tries++)
        {
            try
            {
                foreach (var account in Directory.EnumerateDirectories(_folder["mail"]))
                    Directory.Delete(account, recursive: true);
            }
            catch (IOException)
            {
                await Task.Yield();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    // Its mail processes never run as root.
    private static void MakeWritable(string folder)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
    }

    private string Configuration() => string.Create(CultureInfo.InvariantCulture, $$"""
        base_dir = {{_folder["run"]}}
        state_dir = {{_folder["run"]}}
        log_path = /dev/stderr
        protocols = imap pop3 lmtp
        listen = 127.0.0.1
        ssl = no
        disable_plaintext_auth = no
        auth_mechanisms = plain login scram-sha-1 scram-sha-256
        auth_failure_delay = 0
        mail_location = sdbox:~/mail
        passdb {
          driver = passwd-file
          args = scheme=PLAIN username_format=%u {{_folder["users"]}}
        }
        userdb {
          driver = passwd-file
          args = username_format=%u {{_folder["users"]}}
          default_fields = uid=nobody gid=nogroup home={{_folder["mail"]}}/%u
        }
        namespace inbox {
          inbox = yes
          separator = /
          mailbox INBOX {
            auto = subscribe
          }
          mailbox Archive {
            special_use = \Archive
            auto = subscribe
          }
          mailbox Drafts {
            special_use = \Drafts
            auto = subscribe
          }
          mailbox Junk {
            special_use = \Junk
            auto = subscribe
          }
          mailbox Sent {
            special_use = \Sent
            auto = subscribe
          }
          mailbox Trash {
            special_use = \Trash
            auto = subscribe
          }
        }
        recipient_delimiter = +
        service imap-login {
          inet_listener imap {
            port = {{_addresses["imap"].Port}}
          }
          inet_listener imaps {
            port = 0
          }
        }
        service pop3-login {
          inet_listener pop3 {
            port = {{_addresses["pop3"].Port}}
          }
          inet_listener pop3s {
            port = 0
          }
        }
        service lmtp {
          inet_listener lmtp {
            address = 127.0.0.1
            port = {{_addresses["lmtp"].Port}}
          }
        }
        service anvil {
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }
        service stats {
          unix_listener stats-writer {
            mode = 0666
          }
        }

        """);
}
