using System.Globalization;
using Postfach.Protocol.Pop3;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>A POP3 session: the maildrop is ours alone while it lasts, and what was marked goes when QUIT is confirmed. RFC 1939.</summary>
internal sealed class Pop3Session : ProviderSession
{
    // As many commands as are on their way where the provider takes more than one; refilled by halves, so that few packets carry them.
    private const int Window = 64;

    private static readonly TimeSpan PatienceAtEnd = TimeSpan.FromSeconds(5);

    private readonly Pop3Client _client;
    private readonly Pop3Capabilities _capabilities;
    private readonly TimeProvider _time;
    private bool _hasDeleted;

    private Pop3Session(Pop3Client client, Pop3Capabilities capabilities, TimeProvider time) => (_client, _capabilities, _time) = (client, capabilities, time);

    public override IReadOnlyList<string> Capabilities => _capabilities.Lines;

    public override TimeSpan? LoginDelay => _capabilities.LoginDelay;

    public override int? ExpireDays => _capabilities.ExpireDays;

    private int WindowSize => _capabilities.CanPipeline ? Window : 1;

    /// <exception cref="ProviderException">It could not be done.</exception>
    public static async Task<Pop3Session> OpenAsync(Source source, Credential credential, TimeProvider time, CancellationToken ct)
    {
        var (client, capabilities) = await new Pop3LogIn(source.Settings, new ProviderConnector(source.Settings, time)).ConnectAsync(credential, ct);
        return new Pop3Session(client, capabilities, time);
    }

    public override Task<IReadOnlyList<RemoteFolder>> ListFoldersAsync(CancellationToken ct) => Task.FromResult<IReadOnlyList<RemoteFolder>>([RemoteFolder.Maildrop]);

    public override async Task<RemoteListing> OpenAsync(RemoteFolder folder, RemoteCursor known, CancellationToken ct)
    {
        var sizes = new List<ScanListing>();
        await ListAsync("LIST", line =>
        {
            if (ScanListing.TryRead(line, out var listing))
                sizes.Add(listing);
        }, ct);

        var ids = new Dictionary<uint, string>(sizes.Count);
        if (sizes.Count > 0)
        {
            await TryListAsync("UIDL", line =>
            {
                if (UniqueIdListing.TryRead(line, out var number, out var id))
                    ids[number.Value] = id;
            }, ct);
        }

        // RFC 1939 §7: never the same twice in a maildrop. Those that are tell nothing.
        var doubled = ids.Values.CountBy(id => id).Where(c => c.Value > 1).Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        var messages = sizes.Select(s =>
        {
            var id = ids.GetValueOrDefault(s.Number.Value, "");
            return new RemoteMessage(s.Number.Value, doubled.Contains(id) ? "" : id, s.Size);
        });
        return new RemoteListing(new RemoteCursor(0, 0, 0, (uint)sizes.Count), [.. messages]);
    }

    // RFC 1939 §5.
    public override async Task<(int Messages, long? Bytes)> CountAsync(RemoteFolder folder, CancellationToken ct)
    {
        var response = await _client.AskAsync("STAT", ct);
        return response.IsOk && response.Text.Split(' ') is [var count, var size, ..] && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var messages)
            && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
                ? (messages, bytes)
                : throw Pop3Refusal.Of(response, ProviderFault.Protocol);
    }

    public override async Task FetchAsync(IReadOnlyList<RemoteMessage> messages, MessageIntake intake, CancellationToken ct) => await PipelineAsync(
        messages,
        message => intake.WantsHeaderOnly(message) ? Top(message) : string.Create(CultureInfo.InvariantCulture, $"RETR {message.Number}"),
        async (message, response) =>
        {
            if (!response.IsOk)
            {
                intake.Refuse(message, CopyReason.Refused(response.Text));
                return;
            }

            intake.Begin(message);
            await _client.ReadBodyAsync(piece => intake.WriteAsync(piece, ct), ct);
            await intake.EndAsync(ct);
        },
        ct);

    public override async Task<IReadOnlyList<RemoteIdentity>> IdentifyAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken ct)
    {
        var sizes = new Dictionary<uint, long>();
        await PipelineAsync(messages, m => string.Create(CultureInfo.InvariantCulture, $"LIST {m.Number}"), (message, response) =>
        {
            if (response.IsOk && ScanListing.TryRead(System.Text.Encoding.ASCII.GetBytes(response.Text), out var listing) && listing.Number.Value == message.Number)
                sizes[message.Number] = listing.Size;
            return Task.CompletedTask;
        }, ct);
        var ids = await AskIdsAsync(messages, ct);
        var headers = await HashHeadersAsync([.. messages.Where(m => sizes.ContainsKey(m.Number))], ct);
        return [.. headers.Select(h => new RemoteIdentity(h.Message, ids.GetValueOrDefault(h.Message.Number, h.Message.Id), sizes[h.Message.Number], h.Hash))];
    }

    public override async Task<DeletionOutcome> DeleteAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken ct)
    {
        _hasDeleted = true;
        await PipelineAsync(messages, m => string.Create(CultureInfo.InvariantCulture, $"DELE {m.Number}"), (message, response) =>
            response.IsOk
                ? Task.CompletedTask
                : throw new ProviderException(ProviderFault.Protocol, $"The provider does not delete message {message.Number}: {response.Text}"), ct);
        return DeletionOutcome.AtEnd;
    }

    // RFC 1939 §6: only a QUIT that is answered with +OK has removed what was marked, and that from all of it.
    // Courier answers first and removes then; it closes the connection when that is done.
    public override async Task<bool> EndAsync(CancellationToken ct)
    {
        var isConfirmed = (await _client.AskAsync("QUIT", ct)).IsOk;
        if (isConfirmed && _hasDeleted)
            await _client.WaitForCloseAsync(PatienceAtEnd, _time, ct);
        return isConfirmed;
    }

    public override ValueTask DisposeAsync() => _client.DisposeAsync();

    private static string Top(RemoteMessage message) => string.Create(CultureInfo.InvariantCulture, $"TOP {message.Number} 0");

    private async Task<Dictionary<uint, string>> AskIdsAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken ct)
    {
        var ids = new Dictionary<uint, string>();
        await PipelineAsync([.. messages.Where(m => m.Id.Length > 0)], m => string.Create(CultureInfo.InvariantCulture, $"UIDL {m.Number}"), (message, response) =>
        {
            ids[message.Number] = response.IsOk && UniqueIdListing.TryRead(System.Text.Encoding.Latin1.GetBytes(response.Text), out _, out var id) ? id : "";
            return Task.CompletedTask;
        }, ct);
        return ids;
    }

    // TOP need not be there (RFC 1939 §7): then the whole message is read for its header.
    private async Task<List<(RemoteMessage Message, byte[] Hash)>> HashHeadersAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken ct)
    {
        var hashes = new List<(RemoteMessage, byte[])>();
        var without = new List<RemoteMessage>();
        await PipelineAsync(messages, Top, (message, response) => response.IsOk ? HashAsync(message) : PutOffAsync(message), ct);
        await PipelineAsync(without, m => string.Create(CultureInfo.InvariantCulture, $"RETR {m.Number}"), (message, response) =>
            response.IsOk ? HashAsync(message) : Task.CompletedTask, ct);
        return hashes;

        Task PutOffAsync(RemoteMessage message)
        {
            without.Add(message);
            return Task.CompletedTask;
        }

        async Task HashAsync(RemoteMessage message)
        {
            using var hash = new HeaderHash();
            await _client.ReadBodyAsync(piece =>
            {
                hash.Write(piece.Span);
                return ValueTask.CompletedTask;
            }, ct);
            hashes.Add((message, hash.Finish()));
        }
    }

    /// <summary>Asks a command for each message, several at once where the provider takes them, and hands out the answers in order.</summary>
    private async Task PipelineAsync(IReadOnlyList<RemoteMessage> messages, Func<RemoteMessage, string> command, Func<RemoteMessage, Pop3Response, Task> take, CancellationToken ct)
    {
        var sent = 0;
        for (var done = 0; done < messages.Count; done++)
        {
            if (sent - done <= WindowSize / 2)
            {
                var more = Math.Min(messages.Count, done + WindowSize) - sent;
                await _client.SendAsync(messages.Skip(sent).Take(more).Select(command), ct);
                sent += more;
            }

            await take(messages[done], await _client.ReadAsync(ct));
        }
    }

    private delegate void TakeLine(ReadOnlySpan<byte> line);

    private async Task ListAsync(string command, TakeLine take, CancellationToken ct)
    {
        var response = await TryListAsync(command, take, ct);
        if (!response.IsOk)
            throw Pop3Refusal.Of(response, ProviderFault.Protocol);
    }

    private async Task<Pop3Response> TryListAsync(string command, TakeLine take, CancellationToken ct)
    {
        var response = await _client.AskAsync(command, ct);
        if (response.IsOk)
            await _client.ReadListAsync(line => take(line), ct);
        return response;
    }
}
