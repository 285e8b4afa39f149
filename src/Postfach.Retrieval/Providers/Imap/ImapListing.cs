using System.Globalization;
using MailKit;
using MailKit.Net.Imap;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>
/// Lists an open mailbox: all of it, or what came since the last look, what changed of the rest and what is left of it. Changes are told by QRESYNC when the
/// mailbox is opened; else they are asked by CONDSTORE, and what is gone is known by the count or by a search; else the flags of the newest are looked at.
/// </summary>
/// <param name="now">The time of the look.</param>
internal sealed class ImapListing(ImapConnection connection, ImapOpening opening, IReadOnlyList<RemoteFolder> folders, DateTimeOffset now)
{
    private readonly ImapFolder _folder = opening.Folder;

    /// <param name="known">How far it was looked through before.</param>
    public async Task<RemoteListing> ReadAsync(RemoteCursor known, CancellationToken ct)
    {
        // What changes from here on is for the next look.
        var modSeq = _folder.HighestModSeq;
        if (known.UidValidity != _folder.UidValidity || known.UidNext <= 1 || IsNumberedAgain(known) || modSeq < known.HighestModSeq || connection.Transcript.MessageLimit is not null)
            return await ReadAllAsync(modSeq, ct);
        var news = HasNoNews(known) ? [] : await TryAsync(() => ReadFromAsync(known.UidNext, ct));
        var exists = _folder.Count;
        if (news is null || news.Count > exists)
            return await ReadAllAsync(modSeq, ct);
        var cursor = Cursor(news, exists, modSeq, known.UidNext) with { Hidden = known.Hidden, Listed = known.Listed };
        if (exists == news.Count)
            return new RemoteListing(cursor, news);
        if (await TryAsync(() => ReadChangesAsync(known, exists - news.Count, ct)) is not { } changes)
            return await ReadAllAsync(modSeq, ct);
        var flags = changes.Flags.Where(f => f.Key < known.UidNext).ToDictionary(f => Id(f.Key), f => f.Value, StringComparer.Ordinal);
        if (opening.Changes is not null)
            return new RemoteListing(cursor, news, Gone: changes.Vanished, Flags: flags);

        // None can have come below UIDNEXT, so as many as before are the same as before. RFC 9051 §2.3.1.1.
        return known.Exists + news.Count == exists
            ? new RemoteListing(cursor, news, Gone: UidSet.Empty, Flags: flags)
            : new RemoteListing(cursor, news, Present: await ReadPresentAsync(news, ct), Flags: flags);
    }

    /// <summary>Messages with all that is listed of them; without those that are gone.</summary>
    public async Task<IReadOnlyList<RemoteMessage>> ReadAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken ct) =>
        [.. (await _folder.FetchAsync(UidList.Of(messages), Request(), ct)).Where(s => s.UniqueId.IsValid).Select(Describe)];

    /// <summary>Messages from a UID on.</summary>
    public async Task<List<RemoteMessage>> ReadFromAsync(uint first, CancellationToken ct)
    {
        if (_folder.Count == 0)
            return [];

        // n:* has the last message in it even where that is before n. RFC 9051 §6.4.8.
        var summaries = await _folder.FetchAsync(new UniqueIdRange(new UniqueId(first), UniqueId.MaxValue), Request(), ct);
        return [.. summaries.Where(s => s.UniqueId.IsValid && s.UniqueId.Id >= first).OrderBy(s => s.UniqueId.Id).Select(Describe)];
    }

    // UIDNEXT never falls (RFC 9051 §2.3.1.1): a mailbox in which it does is another one, whatever its UIDVALIDITY says.
    private bool IsNumberedAgain(RemoteCursor known) => opening.IsFresh && _folder.UidNext is { IsValid: true } next && next.Id < known.UidNext;

    private bool HasNoNews(RemoteCursor known) => opening.IsFresh && _folder.UidNext is { IsValid: true } next && next.Id <= known.UidNext;

    private async Task<RemoteListing> ReadAllAsync(ulong modSeq, CancellationToken ct)
    {
        var all = (await new ImapWindows(connection, _folder).ReadAsync(Request(), ct)).ConvertAll(Describe);
        return new RemoteListing(Cursor(all, Math.Max(_folder.Count, all.Count), modSeq) with { Listed = now }, all);
    }

    /// <param name="earlier">How many messages are there that are not new.</param>
    private async Task<ImapChanges> ReadChangesAsync(RemoteCursor known, int earlier, CancellationToken ct)
    {
        if (opening.Changes is { } told)
            return told;
        using var changes = new ImapChanges(_folder);
        var request = new FetchRequest(MessageSummaryItems.UniqueId | MessageSummaryItems.Flags);
        if (known.HighestModSeq > 0 && _folder.HighestModSeq > 0)
        {
            // RFC 7162 §3.1.4.1.
            request.ChangedSince = known.HighestModSeq;
            changes.Note(await _folder.FetchAsync(new UniqueIdRange(UniqueId.MinValue, new UniqueId(known.UidNext - 1)), request, ct));
        }
        else
        {
            changes.Note(await _folder.FetchAsync(Math.Max(0, earlier - WholeLook.Newest), earlier - 1, request, ct));
        }

        return changes;
    }

    /// <summary>The ids of all that the server shows. Some end a search at a thousand, so that it is counted.</summary>
    private async Task<HashSet<string>> ReadPresentAsync(IReadOnlyList<RemoteMessage> news, CancellationToken ct)
    {
        var uids = new HashSet<uint>(news.Select(m => m.Number));
        if (_folder.Count > uids.Count)
            uids.UnionWith((await TryAsync(() => _folder.SearchAsync(MailKit.Search.SearchQuery.All, ct)) ?? []).Select(u => u.Id));
        if (_folder.Count > uids.Count)
            uids.UnionWith((await new ImapWindows(connection, _folder).ReadAsync(new FetchRequest(MessageSummaryItems.UniqueId), ct)).Select(s => s.UniqueId.Id));
        return Ids(uids);
    }

    /// <summary>Null: the server refused, or did less than it was asked for, as that was too many messages for one command (RFC 9738). Another way may be open.</summary>
    private async Task<T?> TryAsync<T>(Func<Task<T>> command)
        where T : class
    {
        try
        {
            var done = await command();
            return connection.Transcript.MessageLimit is null ? done : null;
        }
        catch (ImapCommandException)
        {
            return null;
        }
    }

    private FetchRequest Request()
    {
        var items = MessageSummaryItems.UniqueId | MessageSummaryItems.Flags | MessageSummaryItems.InternalDate | MessageSummaryItems.Size;
        return new FetchRequest(connection.IsGmail ? items | MessageSummaryItems.GMailLabels : items);
    }

    private RemoteMessage Describe(IMessageSummary summary) => new(
        summary.UniqueId.Id, Id(summary.UniqueId.Id), summary.Size, ImapFlags.Read(summary), summary.InternalDate,
        summary.GMailLabels is { Count: > 0 } labels ? GmailLabels.PlaceOf([.. labels], folders) : null);

    private RemoteCursor Cursor(List<RemoteMessage> messages, int exists, ulong modSeq, uint leastNext = 1)
    {
        var next = messages.Count > 0 ? Math.Max(leastNext, messages[^1].Number + 1) : leastNext;
        return new RemoteCursor(_folder.UidValidity, Math.Max(next, _folder.UidNext?.Id ?? 0), modSeq, (uint)exists);
    }

    private static HashSet<string> Ids(IEnumerable<uint> uids) => uids.Select(Id).ToHashSet(StringComparer.Ordinal);

    private static string Id(uint uid) => uid.ToString(CultureInfo.InvariantCulture);
}
