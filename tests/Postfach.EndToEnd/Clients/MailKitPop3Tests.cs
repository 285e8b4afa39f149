using MailKit.Net.Pop3;
using MailKit.Security;
using Postfach.EndToEnd.Hosting;

namespace Postfach.EndToEnd.Clients;

/// <summary>MailKit as a POP3 client.</summary>
public sealed class MailKitPop3Tests(MailHost host)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("pop3", SecureSocketOptions.StartTls)]
    [InlineData("pop3s", SecureSocketOptions.SslOnConnect)]
    [InlineData("pop3", SecureSocketOptions.None)]
    public async Task It_fetches_and_deletes(string listener, SecureSocketOptions security)
    {
        var user = host.TakeUser();
        var letters = await host.FillAsync(user, 3, Ct);
        using (var client = await LogInAsync(user, listener, security))
        {
            Assert.Equal(3, client.Count);
            Assert.Equal(letters.Select(l => l.Length), await client.GetMessageSizesAsync(Ct));
            Assert.Equal(3, (await client.GetMessageUidsAsync(Ct)).Distinct().Count());
            Assert.Equal("Letter 1", (await client.GetMessageHeadersAsync(1, Ct))[MimeKit.HeaderId.Subject]);
            for (var i = 0; i < letters.Count; i++)
                Assert.Equal(letters[i], Letter.Bytes(await client.GetMessageAsync(i, Ct)));
            await client.DeleteMessageAsync(0, Ct);
            await client.DeleteMessageAsync(2, Ct);
            await client.DisconnectAsync(true, Ct);
        }

        using var later = await LogInAsync(user, listener, security);
        Assert.Equal(letters[1], Letter.Bytes(await later.GetMessageAsync(0, Ct)));
        Assert.Equal(1, later.Count);
        await later.DisconnectAsync(true, Ct);
    }

    [Fact]
    public async Task Nothing_is_deleted_without_QUIT()
    {
        var user = host.TakeUser();
        await host.FillAsync(user, 2, Ct);
        using (var client = await LogInAsync(user, "pop3", SecureSocketOptions.None))
        {
            await client.DeleteAllMessagesAsync(Ct);
            await client.DisconnectAsync(false, Ct);
        }

        using var later = await LogInAsync(user, "pop3", SecureSocketOptions.None);
        Assert.Equal(2, later.Count);
        await later.DisconnectAsync(true, Ct);
    }

    private async Task<Pop3Client> LogInAsync(string user, string listener, SecureSocketOptions security)
    {
        var client = new Pop3Client();
        client.ServerCertificateValidationCallback = (_, certificate, _, _) => host.Trusts(certificate);
        await client.ConnectAsync("127.0.0.1", host.Serve.Port(listener), security, Ct);
        await client.AuthenticateAsync(user, MailHost.Password, Ct);
        return client;
    }
}
