using System.Globalization;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>Lists an open mailbox: all of it in windows, or what came since the last look and what is left of the rest.</summary>
internal sealed class ImapListing(ImapConnection connection, ImapFolder folder, IReadOnlyList<RemoteFolder> folders)
{
    // A window's answer is held in memory, and a connection that breaks loses one at most.
    private const int Window = 10_000;

    /// <param name="known">How far it was looked through before.</param>
    public async Task<RemoteListing> ReadAsync(RemoteCursor known, CancellationToken ct)
    {
        if (known.UidValidity != folder.UidValidity || known.UidNext == 0)
        {
            var all = await ReadAllAsync(ct);
            return new RemoteListing(Cursor(all, folder.Count), all);
        }

        var news = await ReadFromAsync(known.UidNext, ct);
        var exists = folder.Count;
        var cursor = Cursor(news, exists) with { UidNext = Math.Max(known.UidNext, Cursor(news, exists).UidNext) };

        if (exists == news.Count)
            return new RemoteListing(cursor, news);

        // None can have come below UIDNEXT, so as many as before are the same as before. RFC 9051 §2.3.1.1.
        if (known.Exists + news.Count == exists)
            return new RemoteListing(cursor, news, NothingGone: true);
        return new RemoteListing(cursor, news, await ReadPresentAsync(news, ct));
    }

    /// <summary>Messages with all that is listed of them; without those that are gone.</summary>
    public async Task<IReadOnlyList<RemoteMessage>> ReadAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken ct) =>
        [.. (await folder.FetchAsync(UidList.Of(messages), Request(), ct)).Where(s => s.UniqueId.IsValid).Select(Describe)];

    private async Task<List<RemoteMessage>> ReadAllAsync(CancellationToken ct)
    {
        var messages = new List<RemoteMessage>(folder.Count);
        for (var first = 0; first < folder.Count; first += Window)
            messages.AddRange((await folder.FetchAsync(first, Math.Min(first + Window, folder.Count) - 1, Request(), ct)).Where(s => s.UniqueId.IsValid).Select(Describe));
        messages.Sort((left, right) => left.Number.CompareTo(right.Number));
        return messages;
    }

    // n:* has the last message in it even where that is before n. RFC 9051 §6.4.8.
    private async Task<List<RemoteMessage>> ReadFromAsync(uint first, CancellationToken ct)
    {
        if (folder.Count == 0)
            return [];
        var summaries = await folder.FetchAsync(new UniqueIdRange(new UniqueId(first), UniqueId.MaxValue), Request(), ct);
        return [.. summaries.Where(s => s.UniqueId.IsValid && s.UniqueId.Id >= first).OrderBy(s => s.UniqueId.Id).Select(Describe)];
    }

    /// <summary>The ids of all that are there. Some providers end a search at a thousand, so that it is counted.</summary>
    private async Task<IReadOnlySet<string>> ReadPresentAsync(IReadOnlyList<RemoteMessage> news, CancellationToken ct)
    {
        var uids = new HashSet<uint>(news.Select(m => m.Number));
        if (folder.Count > uids.Count)
            uids.UnionWith((await folder.SearchAsync(SearchQuery.All, ct)).Select(u => u.Id));
        for (var first = 0; first < folder.Count && uids.Count < folder.Count; first += Window)
        {
            var window = await folder.FetchAsync(first, Math.Min(first + Window, folder.Count) - 1, new FetchRequest(MessageSummaryItems.UniqueId), ct);
            uids.UnionWith(window.Where(s => s.UniqueId.IsValid).Select(s => s.UniqueId.Id));
        }

        if (uids.Count < folder.Count)
        {
            throw new ProviderException(ProviderFault.Protocol, $"{folder.FullName} has {folder.Count} messages, and the provider lists {uids.Count} of them: nothing can be told of the others.")
            {
                IsOfOneMailbox = true,
            };
        }

        return uids.Select(Id).ToHashSet(StringComparer.Ordinal);
    }

    private FetchRequest Request()
    {
        var items = MessageSummaryItems.UniqueId | MessageSummaryItems.Flags | MessageSummaryItems.InternalDate | MessageSummaryItems.Size;
        return new FetchRequest(connection.IsGmail ? items | MessageSummaryItems.GMailLabels : items);
    }

    private RemoteMessage Describe(IMessageSummary summary) => new(
        summary.UniqueId.Id, Id(summary.UniqueId.Id), summary.Size, ImapFlags.Read(summary), summary.InternalDate,
        summary.GMailLabels is { Count: > 0 } labels ? GmailLabels.PlaceOf([.. labels], folders) : null);

    private RemoteCursor Cursor(List<RemoteMessage> messages, int exists)
    {
        var next = messages.Count > 0 ? messages[^1].Number + 1 : 1;
        return new RemoteCursor(folder.UidValidity, Math.Max(next, folder.UidNext?.Id ?? 0), folder.HighestModSeq, (uint)exists);
    }

    private static string Id(uint uid) => uid.ToString(CultureInfo.InvariantCulture);
}
