using Postfach.EndToEnd.Hosting;

namespace Postfach.EndToEnd.Clients;

/// <summary>Deliveries by swaks.</summary>
public sealed class SwaksTests(MailHost host)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_delivers_to_two_users_and_hears_of_the_one_that_there_is_not()
    {
        var (anna, bert) = (host.TakeUser(), host.TakeUser());
        var (_, output) = await SwaksAsync("--to", $"{anna},nobody@example.org,{bert}", "--header", "Subject: To both");
        Assert.Contains("550 5.1.1", output, StringComparison.Ordinal);
        foreach (var user in new[] { anna, bert })
        {
            var message = await OnlyMessageAsync(user);
            Assert.Contains("Subject: To both\r\n", message, StringComparison.Ordinal);
            Assert.StartsWith("Return-Path: <sender@example.net>\r\n", message, StringComparison.Ordinal);
            Assert.Contains($"\r\nDelivered-To: {user}\r\n", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_message_for_nobody_is_refused()
    {
        var (status, output) = await SwaksAsync("--to", "nobody@example.org");
        Assert.NotEqual(0, status);
        Assert.Contains("550 5.1.1", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_delivers_an_attachment_to_an_address_with_a_detail()
    {
        var user = host.TakeUser();
        var (status, output) = await SwaksAsync("--to", user.Replace("@", "+lists@", StringComparison.Ordinal), "--attach", "@/bin/sh");
        Assert.True(status == 0, output);
        Assert.Contains("Content-Transfer-Encoding: BASE64", await OnlyMessageAsync(user), StringComparison.OrdinalIgnoreCase);
    }

    private Task<(int Status, string Output)> SwaksAsync(params string[] arguments) => ClientProgram.TryRunAsync(
        "swaks", Ct, ["--protocol", "LMTP", "--server", "127.0.0.1", "--port", $"{host.Serve.Port("lmtp")}", "--from", "sender@example.net", .. arguments]);

    private async Task<string> OnlyMessageAsync(string user)
    {
        await using var pop3 = await Pop3Wire.LogInAsync(host.Serve.EndPoint("pop3"), user, MailHost.Password, Ct);
        Assert.Equal(1, await pop3.CountAsync(Ct));
        return System.Text.Encoding.Latin1.GetString(await pop3.ReadAsync("RETR 1", Ct));
    }
}
