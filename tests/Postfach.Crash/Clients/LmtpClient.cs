using Postfach.Crash.Ledger;

namespace Postfach.Crash.Clients;

/// <summary>Delivers to one user or to all until the server is gone.</summary>
internal sealed class LmtpClient(ServeProcess serve, IReadOnlyList<AccountLedger> ledgers, string name, Random random, Fuse fuse)
{
    private int _messages;

    /// <exception cref="IOException">The server is gone.</exception>
    /// <exception cref="RefusedException">It refused what it must take.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        await using var lmtp = await LmtpWire.ConnectAsync(serve.EndPoint("lmtp"), ct);
        while (true)
        {
            var targets = random.Next(3) == 0 ? ledgers : [ledgers[random.Next(ledgers.Count)]];
            var (message, bytes) = TestMessage.Create($"{name}-{++_messages}", random);
            var changes = targets.Select(l => l.BeginAppend(message, new Place("INBOX", 0, ""), byLmtp: true)).ToList();
            var replies = await lmtp.DeliverAsync([.. targets.Select(l => l.User)], Pieces(bytes), endsLine: true, ct);
            for (var i = 0; i < targets.Count; i++)
            {
                if (!replies[i].StartsWith("250 ", StringComparison.Ordinal))
                    throw new RefusedException("delivery", replies[i]);
                targets[i].Acknowledge(changes[i], _ => 0);
            }

            fuse.Tick();
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> Pieces(byte[] message)
    {
        foreach (var piece in LmtpWire.Stuffed(message).Chunk(64 << 10))
        {
            yield return piece;
            fuse.Tick();
        }
    }
}
