using System.Globalization;
using Postfach.EndToEnd.Hosting;

namespace Postfach.EndToEnd.Clients;

/// <summary>Python's own clients.</summary>
public sealed class PythonTests(MailHost host)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_imaplib_works() => Assert.EndsWith(
        "done\n", await ClientProgram.PythonAsync("imap_session.py", Ct, Port("imap"), Port("imaps"), host.TakeUser(), MailHost.Password), StringComparison.Ordinal);

    [Fact]
    public async Task Its_poplib_works() => Assert.EndsWith(
        "done\n", await ClientProgram.PythonAsync("pop3_session.py", Ct, Port("pop3"), Port("pop3s"), Port("lmtp"), host.TakeUser(), MailHost.Password), StringComparison.Ordinal);

    [Fact]
    public async Task Its_appends_do_not_wait_for_an_acknowledgement_that_is_kept_back()
    {
        var shortest = await ClientProgram.PythonAsync("append_times.py", Ct, Port("imap"), host.TakeUser(), MailHost.Password);

        // It would be 40 at least: so long Linux keeps it back.
        Assert.InRange(int.Parse(shortest, CultureInfo.InvariantCulture), 0, 30);
    }

    private string Port(string listener) => host.Serve.Port(listener).ToString(CultureInfo.InvariantCulture);
}
