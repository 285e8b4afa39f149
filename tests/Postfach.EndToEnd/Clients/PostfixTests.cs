using System.Text;
using Postfach.EndToEnd.Hosting;

namespace Postfach.EndToEnd.Clients;

/// <summary>Deliveries by Postfix, as <c>docs/delivery.md</c> sets it up.</summary>
public sealed class PostfixTests(MailHost host) : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task It_delivers_over_the_Unix_socket_to_several_and_to_a_mailbox_by_its_detail()
    {
        var (anna, bert) = (host.TakeUser(), host.TakeUser());
        await using (var imap = await host.LogInAsync(anna, Ct))
            await imap.RunAsync("CREATE Lists", Ct);
        await using var postfix = await PostfixHost.StartAsync(_temp, $"lmtp:unix:{host.LmtpSocket}", Ct);
        var message = Encoding.UTF8.GetBytes("Subject: Gr\u00FC\u00DFe\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nSch\u00F6n\n.\n..\n");
        await postfix.SubmitAsync("sender@example.net", message, Ct, anna.Replace("@", "+lists@", StringComparison.Ordinal), bert);
        await host.UntilListedAsync(anna, "Lists", ["Grüße:"], Ct);
        await host.UntilListedAsync(bert, "INBOX", ["Grüße:"], Ct);

        var received = await OnlyMessageAsync(bert);
        Assert.StartsWith("Return-Path: <sender@example.net>\r\n", received, StringComparison.Ordinal);
        Assert.Contains($"\r\nReceived: from mta.example.net\r\n by ", received, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nSchön\r\n.\r\n..\r\n", received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_delivers_in_TLS_and_tells_the_sender_who_is_not_there()
    {
        var (anna, bert) = (host.TakeUser(), host.TakeUser());
        await using var postfix = await PostfixHost.StartAsync(_temp, $"lmtps:inet:127.0.0.1:{host.Serve.Port("lmtp")}", Ct);
        await postfix.SubmitAsync(bert, "Subject: To both\n\nText\n"u8.ToArray(), Ct, anna, "nobody@example.org");
        await host.UntilListedAsync(anna, "INBOX", ["To both:"], Ct);
        await host.UntilListedAsync(bert, "INBOX", ["Undelivered Mail Returned to Sender:"], Ct);

        Assert.Contains(" with LMTPS id ", await OnlyMessageAsync(anna), StringComparison.Ordinal);
        var report = await OnlyMessageAsync(bert);
        Assert.StartsWith("Return-Path: <>\r\n", report, StringComparison.Ordinal);
        Assert.Contains("\r\nDiagnostic-Code: smtp; 550 5.1.1 There is no such user\r\n", report, StringComparison.Ordinal);
    }

    private async Task<string> OnlyMessageAsync(string user)
    {
        await using var pop3 = await Pop3Wire.LogInAsync(host.Serve.EndPoint("pop3"), user, MailHost.Password, Ct);
        Assert.Equal(1, await pop3.CountAsync(Ct));
        return Encoding.UTF8.GetString(await pop3.ReadAsync("RETR 1", Ct));
    }
}
