using Postfach.EndToEnd.Hosting;

namespace Postfach.EndToEnd.Clients;

/// <summary>A person at NeoMutt: a terminal and keys.</summary>
public sealed class NeomuttTests(MailHost host) : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task It_reads_flags_saves_copies_and_deletes()
    {
        var user = host.TakeUser();
        await host.FillAsync(user, 6, Ct);
        await PressAsync(user, "imap", "<first-entry><set-flag>!", "<next-entry><set-flag>r", "<next-entry><display-message><exit>", "<sync-mailbox><quit>");
        Assert.Equal(
            [@"Letter 0: \Flagged", @"Letter 1: \Answered \Seen", @"Letter 2: \Seen", "Letter 3:", "Letter 4:", "Letter 5:"],
            await host.ListAsync(user, "INBOX", Ct));

        await PressAsync(
            user, "imaps", "<first-entry><save-message>=Archive<enter>", "<next-entry><copy-message>=Neu<enter>", "<last-entry><delete-message>", "<sync-mailbox><quit>");
        Assert.Equal([@"Letter 1: \Answered \Seen", @"Letter 2: \Seen", "Letter 3:", "Letter 4:"], await host.ListAsync(user, "INBOX", Ct));
        Assert.Equal([@"Letter 0: \Flagged"], (await host.ListAsync(user, "Archive", Ct)).Select(l => l.Replace(@" \Seen", "", StringComparison.Ordinal)));
        Assert.Equal([@"Letter 1: \Answered \Seen"], await host.ListAsync(user, "Neu", Ct));
        Assert.Contains(await host.ListAsync(user, "Trash", Ct), l => l.StartsWith("Letter 5:", StringComparison.Ordinal));
    }

    private async Task PressAsync(string user, string listener, params string[] keys)
    {
        var settings = _temp.Write("neomuttrc", $"""
            set folder="{listener}://{user.Replace("@", "%40", StringComparison.Ordinal)}@127.0.0.1:{host.Serve.Port(listener)}/"
            set imap_user="{user}" imap_pass="{MailHost.Password}" spoolfile="+INBOX" trash="+Trash" record="" postponed="+Drafts"
            set ssl_starttls=yes ssl_verify_host=no certificate_file="{_temp.Write("certificate.pem", host.Certificate.ExportCertificatePem())}"
            set resolve=no confirmappend=no confirmcreate=no delete=yes quit=yes move=no wait_key=no mark_old=no sleep_time=0 header_cache=""
            set sort=mailbox-order pager_stop=yes
            push "{string.Concat(keys)}"

            """);
        ClientProgram.MustExist("neomutt", "/usr/bin/neomutt");
        var (status, output) = await ClientProgram.TryRunAsync("script", Ct, "-qec", $"HOME={_temp.Path} TERM=xterm neomutt -F {settings}", "/dev/null");
        Assert.True(status == 0, output);
    }
}
