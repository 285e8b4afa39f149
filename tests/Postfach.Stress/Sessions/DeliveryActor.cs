using Postfach.Stress.Model;

namespace Postfach.Stress.Sessions;

/// <summary>Delivers mail by LMTP beside the others.</summary>
internal sealed class DeliveryActor(AccountModel account, StressSettings settings, StressReport report)
{
    private readonly Random _random = new(settings.Seed);

    public async Task WorkAsync(int deliveries, Func<bool> mustStop, CancellationToken ct)
    {
        if (settings.Server.Lmtp is not { } server)
            return;
        await using var lmtp = await LmtpWire.ConnectAsync(server, ct);
        for (var i = 0; i < deliveries && !mustStop(); i++)
        {
            var marker = account.NextMarker();
            account.Delivering(marker);
            report.Counted("delivery");
            var replies = await lmtp.DeliverAsync([account.User.Name], TestMessage.Create(marker, _random), ct);
            if (!replies[0].StartsWith('2'))
                throw new RuleBrokenException(Rule.Delivery, replies[0]);
            account.Delivered(marker);
        }
    }
}
