using System.Globalization;
using System.Net;

namespace Postfach.Bench.Servers;

/// <summary>
/// What Dovecot is told. The default is as Debian sets it up, with sdbox as the store, and as many connections permitted as the bench needs.
/// </summary>
internal static class DovecotConfiguration
{
    /// <summary>Nothing more than the default.</summary>
    public const string Default = "";

    /// <summary>
    /// What its documentation names for much load: login processes that stay ("high-performance mode"), mail processes that serve one session
    /// after the other, all of them started before they are needed, and IDLE connections that are put to sleep.
    /// </summary>
    public const string Fast = """
        service imap-login {
          service_count = 0
          process_min_avail = 2
        }
        service pop3-login {
          service_count = 0
          process_min_avail = 2
        }
        service imap {
          service_count = 1000
          process_min_avail = 20
          idle_kill = 2s
        }
        service pop3 {
          service_count = 1000
          process_min_avail = 4
        }
        service lmtp {
          service_count = 1000
          process_min_avail = 16
        }
        imap_hibernate_timeout = 1s

        """;

    /// <summary>With the full-text plug-in of Debian's dovecot-fts-xapian, as its documentation sets it up.</summary>
    public const string Xapian = """
        mail_plugins = fts fts_xapian
        plugin {
          fts = xapian
          fts_xapian = partial=3 full=20
          fts_enforced = yes
          fts_autoindex = yes
        }
        service indexer-worker {
          vsz_limit = 2G
        }

        """;

    public static string Write(BenchFolder folder, IReadOnlyDictionary<string, IPEndPoint> addresses, Certificate certificate) =>
        string.Create(CultureInfo.InvariantCulture, $$"""
        base_dir = {{folder["run"]}}
        state_dir = {{folder["run"]}}
        log_path = /dev/stderr
        protocols = imap pop3 lmtp
        listen = 127.0.0.1
        ssl = yes
        ssl_cert = <{{certificate.CertificateFile}}
        ssl_key = <{{certificate.KeyFile}}
        disable_plaintext_auth = no
        auth_mechanisms = plain login
        auth_failure_delay = 0
        mail_location = sdbox:~/mail
        mail_max_userip_connections = 20000
        default_client_limit = 20000
        passdb {
          driver = passwd-file
          args = scheme=PLAIN username_format=%u {{folder["users"]}}
        }
        userdb {
          driver = passwd-file
          args = username_format=%u {{folder["users"]}}
          default_fields = uid=nobody gid=nogroup home={{folder["mail"]}}/%u
        }
        namespace inbox {
          inbox = yes
          separator = /
        }
        service imap-login {
          process_limit = 3000
          inet_listener imap {
            port = {{addresses["imap"].Port}}
          }
          inet_listener imaps {
            port = {{addresses["imaps"].Port}}
          }
        }
        service pop3-login {
          process_limit = 3000
          inet_listener pop3 {
            port = {{addresses["pop3"].Port}}
          }
          inet_listener pop3s {
            port = {{addresses["pop3s"].Port}}
          }
        }
        service imap {
          process_limit = 3000
          unix_listener imap-master {
            mode = 0666
          }
        }
        service imap-hibernate {
          unix_listener imap-hibernate {
            mode = 0666
          }
        }
        service pop3 {
          process_limit = 3000
        }
        service lmtp {
          process_limit = 100
          inet_listener lmtp {
            address = 127.0.0.1
            port = {{addresses["lmtp"].Port}}
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
