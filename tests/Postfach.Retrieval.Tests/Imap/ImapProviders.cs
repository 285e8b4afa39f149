using System.Net;

namespace Postfach.Retrieval.Tests.Imap;

/// <summary>The two IMAP servers that mail is fetched from in tests, with accounts of the same names.</summary>
public sealed class ImapProviders : IAsyncLifetime
{
    public const string Dovecot = "dovecot", Postfach = "postfach";

    private const string Quota = """
        mail_plugins = quota
        protocol imap {
          mail_plugins = quota imap_quota
        }
        plugin {
          quota = count:User quota
          quota_rule = *:storage=10M
          quota_vsizes = yes
        }

        """;

    private readonly TempFolder _folder = new();
    private DovecotProcess? _dovecot;
    private ServeProcess? _postfach;

    public static IReadOnlyList<string> Users { get; } = ["all", "again", "anew", "rule", "trash", "odd", "quota", "idle", "big", "ours", "flags", "read", "wanted", "raised", "count"];

    public async ValueTask InitializeAsync()
    {
        if (DovecotProcess.Missing is null)
            _dovecot = await DovecotProcess.StartAsync(Users, Quota, CancellationToken.None);
        foreach (var user in Users)
            await PostfachProgram.AddUserAsync(_folder.Path, user, "secret", CancellationToken.None);
        _postfach = await ServeProcess.StartAsync(_folder.Path, CancellationToken.None);
    }

    /// <summary>Where one of them listens; the test is skipped where it cannot be had.</summary>
    public IPEndPoint EndPoint(string name)
    {
        RealProgram.Require(name == Dovecot ? DovecotProcess.Missing : null);
        return name == Dovecot ? _dovecot!.EndPoint("imap") : _postfach!.EndPoint("imap"); // Started above
    }

    public async ValueTask DisposeAsync()
    {
        if (_dovecot is not null)
            await _dovecot.DisposeAsync();
        if (_postfach is not null)
            await _postfach.DisposeAsync();
        _folder.Dispose();
    }
}
