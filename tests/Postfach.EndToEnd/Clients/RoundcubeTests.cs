using System.Globalization;
using Postfach.EndToEnd.Hosting;

namespace Postfach.EndToEnd.Clients;

/// <summary>A person at Debian's Roundcube.</summary>
public sealed class RoundcubeTests(MailHost host) : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task It_lists_shows_finds_flags_copies_moves_and_deletes()
    {
        ClientProgram.MustExist("roundcube", "/var/lib/roundcube/public_html/index.php");
        var user = host.TakeUser();
        await host.FillAsync(user, 6, Ct);
        var port = host.Serve.Port("imaps").ToString(CultureInfo.InvariantCulture);
        Assert.EndsWith("done\n", await ClientProgram.PythonAsync("roundcube_session.py", Ct, port, user, MailHost.Password, _temp.Path), StringComparison.Ordinal);
        Assert.Equal([@"Letter 0: \Seen", @"Letter 1: \Flagged", @"Letter 2: \Seen", "Letter 4:"], await host.ListAsync(user, "INBOX", Ct));
        Assert.Equal(["Letter 3:", "Letter 4:"], await host.ListAsync(user, "Archive", Ct));
        Assert.Equal([@"Letter 5: \Seen"], await host.ListAsync(user, "Trash", Ct));
        Assert.Empty(await host.ListAsync(user, "Pl&AOQ-ne", Ct));
    }
}
