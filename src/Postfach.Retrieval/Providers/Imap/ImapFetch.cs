using MailKit;
using MailKit.Net.Imap;

namespace Postfach.Retrieval;

/// <summary>
/// Fetches messages into an intake: small ones many with a command, their bodies handed on as they come; big ones in parts, so that memory stays flat.
/// Always BODY.PEEK: fetching reads nothing. RFC 9051 §6.4.5.
/// </summary>
/// <param name="reconnect">Opens the connection and the mailbox anew after it broke.</param>
internal sealed class ImapFetch(MessageIntake intake, Func<CancellationToken, Task> reconnect, Func<ImapConnection> connection)
{
    // What the library holds in memory at once is one message of a command, or one part.
    private const int Part = 1 << 20;

    // Asked for with one command: a round trip between two of them does not count then.
    private const int MostTogether = 1000;
    private const long MostBytesTogether = 16 << 20;

    // One after the other, with nothing fetched between them: enough to find one message among those of a command that the provider cannot give without
    // breaking the connection; more are a provider that is down.
    private const int MostBreaks = 14;

    private readonly Dictionary<uint, RemoteMessage> _pending = [];
    private int _breaks;

    private ImapFolder Folder => connection().Selected ?? throw new InvalidOperationException("No mailbox is open.");

    /// <exception cref="ProviderException">The connection broke, and for good.</exception>
    public async Task FetchAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken ct)
    {
        foreach (var message in messages)
            _pending[message.Number] = message;
        var next = 0;
        while (next < messages.Count)
        {
            var count = CountTogether(messages, next);
            var some = messages.Skip(next).Take(count).ToList();
            await (count == 1 ? FetchOneAsync(some[0], ct) : FetchSomeAsync(some, ct));
            next += count;
        }
    }

    // In their order: a big one ends those before it.
    private int CountTogether(IReadOnlyList<RemoteMessage> messages, int first)
    {
        var (count, bytes) = (0, 0L);
        while (first + count < messages.Count && count < MostTogether && IsSmall(messages[first + count]) && (bytes += messages[first + count].Size ?? 0) <= MostBytesTogether)
            count++;
        return Math.Max(1, count);
    }

    private bool IsSmall(RemoteMessage message) => message.Size <= Part && !intake.WantsHeaderOnly(message);

    private async Task FetchSomeAsync(List<RemoteMessage> messages, CancellationToken ct)
    {
        if (messages.Count > 1 && !await TryFetchAsync(messages, ct))
        {
            await FetchApartAsync(messages, ct);
            return;
        }

        foreach (var message in messages)
            await FetchOneAsync(message, ct);
    }

    // It ended at the first that did not come: that one by itself, so that it has its own reason. Where none came, any may be to blame.
    private async Task FetchApartAsync(List<RemoteMessage> messages, CancellationToken ct)
    {
        var left = messages.Where(m => _pending.ContainsKey(m.Number)).ToList();
        var first = left.Count < messages.Count ? Math.Min(1, left.Count) : left.Count / 2;
        await FetchSomeAsync(left[..first], ct);
        await FetchSomeAsync(left[first..], ct);
    }

    /// <returns>False: the command ended before its time.</returns>
    private async Task<bool> TryFetchAsync(List<RemoteMessage> messages, CancellationToken ct)
    {
        try
        {
            await Folder.GetStreamsAsync(UidList.Of(messages), TakeAsync, ct);
            return connection().Transcript.MessageLimit is null;
        }
        catch (ImapCommandException)
        {
            return false;
        }
        catch (Exception e) when (IsBreak(e))
        {
            await RecoverAsync(e, ct);
            return false;
        }
    }

    private Task TakeAsync(ImapFolder folder, int index, UniqueId uid, Stream stream, CancellationToken ct) =>
        _pending.TryGetValue(uid.Id, out var message) && (stream.Length > 0 || message.Size == 0) ? TakeInAsync(message, stream, ct) : Task.CompletedTask;

    private async Task TakeInAsync(RemoteMessage message, Stream stream, CancellationToken ct)
    {
        intake.Begin(message);
        await intake.WriteAsync(((RentedStream)stream).Bytes, ct);
        await EndAsync(message, ct);
    }

    /// <summary>A message by itself, unless it has come: big, or in trouble. It is refused where it cannot be had.</summary>
    private async Task FetchOneAsync(RemoteMessage message, CancellationToken ct)
    {
        if (!_pending.ContainsKey(message.Number))
            return;
        try
        {
            // Once more, in case that it was the network.
            if (!await TryFetchOneAsync(message, ct) && !await TryFetchOneAsync(message, ct))
                await RefuseAsync(message, "the connection breaks whenever it is asked for");
        }
        catch (MessageNotFoundException)
        {
            await RefuseIfThereAsync(message, ct);
        }
        catch (ImapCommandException e)
        {
            await RefuseAsync(message, CopyReason.Refused(e.ResponseText));
        }
    }

    /// <returns>False: the connection broke, and is there again.</returns>
    private async Task<bool> TryFetchOneAsync(RemoteMessage message, CancellationToken ct)
    {
        try
        {
            await (intake.WantsHeaderOnly(message) ? FetchHeaderAsync(message, ct) : FetchPartsAsync(message, ct));
            return true;
        }
        catch (Exception e) when (IsBreak(e))
        {
            await intake.AbandonAsync();
            await RecoverAsync(e, ct);
            return false;
        }
    }

    private async Task FetchHeaderAsync(RemoteMessage message, CancellationToken ct)
    {
        await using var header = await Folder.GetStreamAsync(new UniqueId(message.Number), "HEADER", ct);
        await TakeInAsync(message, header, ct);
    }

    // RFC 9051 §6.4.5: a part that begins behind the end is empty. What is said of the size is not relied upon.
    private async Task FetchPartsAsync(RemoteMessage message, CancellationToken ct)
    {
        var offset = 0;
        while (true)
        {
            await using var part = await Folder.GetStreamAsync(new UniqueId(message.Number), offset, Part, ct);
            if (offset == 0 && part.Length == 0 && message.Size != 0)
            {
                await RefuseAsync(message, CopyReason.NoBytes);
                return;
            }

            if (offset == 0)
                intake.Begin(message);
            await intake.WriteAsync(((RentedStream)part).Bytes, ct);
            offset += (int)part.Length;
            if (part.Length == 0 || (part.Length < Part && offset >= (message.Size ?? 0)))
                break;
        }

        await EndAsync(message, ct);
    }

    private Task EndAsync(RemoteMessage message, CancellationToken ct)
    {
        _pending.Remove(message.Number);
        _breaks = 0;
        return intake.EndAsync(ct);
    }

    // What is gone by now is no trouble: the next look notes it.
    private async Task RefuseIfThereAsync(RemoteMessage message, CancellationToken ct)
    {
        await intake.AbandonAsync();
        _pending.Remove(message.Number);
        var there = await Folder.FetchAsync([new UniqueId(message.Number)], new FetchRequest(MessageSummaryItems.UniqueId), ct);
        if (there.Any(s => s.UniqueId.Id == message.Number))
            intake.Refuse(message, CopyReason.NotThere);
    }

    private async Task RefuseAsync(RemoteMessage message, string why)
    {
        await intake.AbandonAsync();
        _pending.Remove(message.Number);
        intake.Refuse(message, why);
    }

    private static bool IsBreak(Exception e) =>
        e is IOException or ImapProtocolException or ServiceNotConnectedException or ProviderException { Fault: ProviderFault.Broken } or System.Net.Sockets.SocketException;

    private async Task RecoverAsync(Exception e, CancellationToken ct)
    {
        if (++_breaks > MostBreaks)
            throw connection().Map(e);
        await reconnect(ct);
    }
}
