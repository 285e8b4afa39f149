using System.Globalization;
using System.Security.Cryptography;
using MailKit;
using MailKit.Net.Imap;

namespace Postfach.Retrieval;

/// <summary>Asks what messages of the open mailbox are: their sizes and headers, as they are now.</summary>
internal sealed class ImapIdentities(ImapFolder folder)
{
    private const int MostTogether = 250;

    public async Task<List<RemoteIdentity>> ReadAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken ct)
    {
        var identities = new List<RemoteIdentity>(messages.Count);
        foreach (var some in messages.OrderBy(m => m.Number).Chunk(MostTogether))
        {
            var byUid = some.ToDictionary(m => m.Number);
            var items = MessageSummaryItems.UniqueId | MessageSummaryItems.Size | MessageSummaryItems.Flags | MessageSummaryItems.Headers;
            foreach (var summary in await folder.FetchAsync(UidList.Of(some), new FetchRequest(items), ct))
            {
                if (byUid.TryGetValue(summary.UniqueId.Id, out var message) && await HashAsync(summary, ct) is { } hash)
                    identities.Add(new RemoteIdentity(message, Id(summary), summary.Size, hash, summary.Flags?.HasFlag(MessageFlags.Flagged) ?? false));
            }
        }

        return identities;
    }

    private async Task<byte[]?> HashAsync(IMessageSummary summary, CancellationToken ct)
    {
        if (summary is { Headers: { Count: > 0 } headers, Size: { } size } && RawHeader.Write(headers, size) is { } bytes)
            return SHA256.HashData(bytes);
        try
        {
            await using var stream = await folder.GetStreamAsync(summary.UniqueId, "HEADER", ct);
            return SHA256.HashData(RawHeader.Within(((RentedStream)stream).Bytes.Span, summary.Size ?? long.MaxValue));
        }
        catch (MessageNotFoundException)
        {
            return null;
        }
    }

    private static string Id(IMessageSummary summary) => summary.UniqueId.Id.ToString(CultureInfo.InvariantCulture);
}
