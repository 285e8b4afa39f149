using System.Diagnostics;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using Postfach.EndToEnd.Hosting;

namespace Postfach.EndToEnd.Clients;

/// <summary>Whoever waits with IDLE hears of new mail at once.</summary>
[Collection(RunsAlone.Name)]
public sealed class IdleTests(MailHost host)
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_delivery_is_seen_within_a_second()
    {
        var user = host.TakeUser();
        using var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", host.Serve.Port("imap"), SecureSocketOptions.None, Ct);
        await client.AuthenticateAsync(user, MailHost.Password, Ct);
        await client.Inbox.OpenAsync(FolderAccess.ReadOnly, Ct);
        var seen = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Inbox.CountChanged += (_, _) => seen.TrySetResult(Stopwatch.GetTimestamp());
        using var done = new CancellationTokenSource();
        var idle = client.IdleAsync(done.Token, Ct);

        await using var lmtp = await LmtpWire.ConnectAsync(host.Serve.EndPoint("lmtp"), Ct);
        Assert.StartsWith("250 ", Assert.Single(await lmtp.DeliverAsync([user], Letter.Bytes(Letter.Plain("New")), Ct)), StringComparison.Ordinal);
        var delivered = Stopwatch.GetTimestamp();
        var told = await seen.Task.WaitAsync(PostfachProgram.Patience, Ct);
        Assert.True(Stopwatch.GetElapsedTime(delivered, told) < AtOnce, "IDLE told of it too late");
        await done.CancelAsync();
        await idle;
        Assert.Equal(1, client.Inbox.Count);
        await client.DisconnectAsync(true, Ct);
    }
}
