using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MimeKit;
using Postfach.EndToEnd.Hosting;

namespace Postfach.EndToEnd.Clients;

/// <summary>The rest of what MailKit's IMAP client can ask of a server; what only some servers can is asked where it is announced.</summary>
public sealed class MailKitSurfaceTests(MailHost host)
{
    private const MessageSummaryItems Everything = MessageSummaryItems.All | MessageSummaryItems.UniqueId | MessageSummaryItems.BodyStructure
        | MessageSummaryItems.References | MessageSummaryItems.Headers | MessageSummaryItems.PreviewText;

    private static readonly DateTimeOffset Start = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_says_who_it_is_and_asks_for_namespaces()
    {
        using var client = await host.MailKitAsync(host.TakeUser(), Ct);
        Assert.Equal("Postfach", (await client.IdentifyAsync(new ImapImplementation { Name = "MailKit" }, Ct))?.Name);
        Assert.Equal(("", '/'), (Assert.Single(client.PersonalNamespaces).Path, client.PersonalNamespaces[0].DirectorySeparator));
        Assert.Empty(client.SharedNamespaces);
        Assert.Empty(client.OtherNamespaces);
        Assert.False(client.Capabilities.HasFlag(ImapCapabilities.Compress));
        await client.DisconnectAsync(true, Ct);
    }

    [Fact]
    public async Task A_mailbox_is_opened_examined_closed_and_left()
    {
        using var client = await host.MailKitAsync(host.TakeUser(), Ct);
        var uids = await FillAsync(client.Inbox, 3);
        Assert.Equal(FolderAccess.ReadOnly, await client.Inbox.OpenAsync(FolderAccess.ReadOnly, Ct));
        await Assert.ThrowsAnyAsync<Exception>(() => client.Inbox.StoreAsync(uids, Add(MessageFlags.Seen), Ct));
        Assert.Equal(FolderAccess.ReadWrite, await client.Inbox.OpenAsync(FolderAccess.ReadWrite, Ct));
        await client.Inbox.CheckAsync(Ct);
        await client.Inbox.StoreAsync([uids[0]], Add(MessageFlags.Deleted), Ct);
        await client.Inbox.CloseAsync(expunge: false, Ct);
        await client.Inbox.OpenAsync(FolderAccess.ReadWrite, Ct);
        Assert.Equal(3, client.Inbox.Count);
        await client.Inbox.CloseAsync(expunge: true, Ct);
        await client.Inbox.StatusAsync(StatusItems.Count | StatusItems.UidNext | StatusItems.UidValidity | StatusItems.Unread | StatusItems.Recent, Ct);
        Assert.Equal((2, 2), (client.Inbox.Count, client.Inbox.Unread));
        Assert.Equal(uids[^1].Id + 1, client.Inbox.UidNext?.Id);
        await client.DisconnectAsync(true, Ct);
    }

    [Fact]
    public async Task Many_are_appended_at_once_with_flags_and_dates()
    {
        using var client = await host.MailKitAsync(host.TakeUser(), Ct);
        var requests = Enumerable.Range(0, 5)
            .Select(i => new AppendRequest(Letter.Plain($"Letter {i}"), i == 2 ? MessageFlags.Seen : MessageFlags.None, Start.AddDays(i)))
            .ToList<IAppendRequest>();
        var uids = await client.Inbox.AppendAsync(requests, Ct);
        Assert.Equal(5, uids.Distinct().Count());
        await client.Inbox.OpenAsync(FolderAccess.ReadOnly, Ct);
        var found = await client.Inbox.FetchAsync(uids, MessageSummaryItems.InternalDate | MessageSummaryItems.Flags | MessageSummaryItems.Envelope, Ct);
        Assert.Equal(Enumerable.Range(0, 5).Select(i => (DateTimeOffset?)Start.AddDays(i)), found.Select(m => m.InternalDate));
        Assert.Equal([false, false, true, false, false], found.Select(m => m.Flags?.HasFlag(MessageFlags.Seen) ?? false));
        Assert.Equal(["Letter 0", "Letter 1", "Letter 2", "Letter 3", "Letter 4"], found.Select(m => m.Envelope?.Subject));
        await client.DisconnectAsync(true, Ct);
    }

    [Fact]
    public async Task Every_item_of_a_summary_and_any_piece_of_a_message_is_fetched()
    {
        using var client = await host.MailKitAsync(host.TakeUser(), Ct);
        var letter = Letter.WithAttachment("All", [.. Enumerable.Range(0, 5000).Select(i => (byte)i)]);
        letter.InReplyTo = "first@example.org";
        letter.References.Add("first@example.org");
        var bytes = Letter.Bytes(letter);
        var uid = await client.Inbox.AppendAsync(new AppendRequest(letter), Ct) ?? throw new InvalidOperationException("No UID");
        await client.Inbox.OpenAsync(FolderAccess.ReadOnly, Ct);
        var summary = Assert.Single(await client.Inbox.FetchAsync([uid], new FetchRequest(Everything, [HeaderId.Subject, HeaderId.To]), Ct));
        Assert.Equal("See the attachment.", summary.PreviewText?.Trim());
        Assert.Equal("first@example.org", Assert.Single(summary.References ?? []));
        Assert.Equal("All", summary.Headers?[HeaderId.Subject]);
        Assert.Equal((uint)bytes.Length, summary.Size);

        Assert.Equal(bytes[100..350], await ReadAsync(await client.Inbox.GetStreamAsync(uid, 100, 250, Ct)));
        Assert.Equal(bytes[100..350], await ReadAsync(await client.Inbox.GetStreamAsync(0, 100, 250, Ct)));
        var header = await ReadAsync(await client.Inbox.GetStreamAsync(uid, "HEADER", Ct));
        Assert.Equal(bytes[..header.Length], header);
        Assert.Equal(bytes[header.Length..], await ReadAsync(await client.Inbox.GetStreamAsync(uid, "TEXT", Ct)));
        Assert.Equal(bytes[header.Length..][7..17], await ReadAsync(await client.Inbox.GetStreamAsync(uid, "TEXT", 7, 10, Ct)));
        Assert.Equal("text/plain", (await client.Inbox.GetHeadersAsync(uid, summary.TextBody!, Ct))[HeaderId.ContentType]?.Split(';')[0]);
        Assert.Equal("All", (await client.Inbox.GetMessageAsync(uid, Ct)).Subject);
        Assert.Equal("All", (await client.Inbox.GetMessageAsync(0, Ct)).Subject);
        await client.DisconnectAsync(true, Ct);
    }

    [Fact]
    public async Task A_message_is_put_in_the_place_of_another()
    {
        using var client = await host.MailKitAsync(host.TakeUser(), Ct);
        var drafts = Some(client.GetFolder(SpecialFolder.Drafts));
        await drafts.OpenAsync(FolderAccess.ReadWrite, Ct);
        var first = await drafts.AppendAsync(new AppendRequest(Letter.Plain("Draft 1"), MessageFlags.Draft), Ct) ?? throw new InvalidOperationException("No UID");
        var second = await drafts.ReplaceAsync(first, new ReplaceRequest(Letter.Plain("Draft 2"), MessageFlags.Draft), Ct);
        Assert.NotNull(second);
        var left = Assert.Single(await drafts.FetchAsync(0, -1, MessageSummaryItems.UniqueId | MessageSummaryItems.Envelope | MessageSummaryItems.Flags, Ct));
        Assert.Equal((second.Value, "Draft 2", MessageFlags.Draft), (left.UniqueId, left.Envelope?.Subject, left.Flags & MessageFlags.Draft));
        await client.DisconnectAsync(true, Ct);
    }

    public static TheoryData<string, SearchQuery, int[]> Queries => new()
    {
        { "all", SearchQuery.All, [0, 1, 2, 3, 4] },
        { "subject", SearchQuery.SubjectContains("letter 3"), [3] },
        { "other scripts", SearchQuery.SubjectContains("Grüße"), [4] },
        { "from", SearchQuery.FromContains("Müller"), [0, 1, 2, 3, 4] },
        { "body", SearchQuery.BodyContains("no such words"), [] },
        { "message", SearchQuery.MessageContains("Good day"), [0, 1, 2, 3, 4] },
        { "header", SearchQuery.HeaderContains("To", "anna@"), [0, 1, 2, 3, 4] },
        { "flags", SearchQuery.Seen.And(SearchQuery.NotFlagged), [1] },
        { "either", SearchQuery.Flagged.Or(SearchQuery.SubjectContains("Letter 0")), [0, 2] },
        { "keyword", SearchQuery.HasKeyword("Wichtig"), [3] },
        { "not", SearchQuery.Not(SearchQuery.HasKeyword("Wichtig")), [0, 1, 2, 4] },
        { "dates", SearchQuery.DeliveredAfter(Start.UtcDateTime.AddDays(1)).And(SearchQuery.DeliveredBefore(Start.UtcDateTime.AddDays(3))), [1, 2] },
        { "on a day", SearchQuery.DeliveredOn(Start.UtcDateTime), [0] },
        { "size", SearchQuery.LargerThan(10).And(SearchQuery.SmallerThan(1_000_000)), [0, 1, 2, 3, 4] },
        { "recent", SearchQuery.NotDeleted.And(SearchQuery.NotAnswered).And(SearchQuery.NotDraft), [0, 1, 2, 3, 4] },
    };

    [Theory]
    [MemberData(nameof(Queries), DisableDiscoveryEnumeration = true)]
    public async Task It_finds_by(string what, SearchQuery query, int[] expected)
    {
        using var client = await host.MailKitAsync(host.TakeUser(), Ct);
        var uids = await FillForSearchAsync(client.Inbox);
        await client.Inbox.OpenAsync(FolderAccess.ReadOnly, Ct);
        Assert.True(expected.Select(i => uids[i]).SequenceEqual((await client.Inbox.SearchAsync(query, Ct)).Order()), what);
        if (client.Capabilities.HasFlag(ImapCapabilities.ESearch))
        {
            var results = await client.Inbox.SearchAsync(SearchOptions.All | SearchOptions.Count | SearchOptions.Min | SearchOptions.Max, query, Ct);
            Assert.Equal(expected.Length, results.Count);
            Assert.Equal(expected.Select(i => uids[i]), results.UniqueIds);
            Assert.Equal(expected.Length > 0 ? uids[expected[0]] : null, results.Min);
            Assert.Equal(expected.Length > 0 ? uids[expected[^1]] : null, results.Max);
        }

        await client.DisconnectAsync(true, Ct);
    }

    private static async Task<IList<UniqueId>> FillForSearchAsync(IMailFolder folder)
    {
        string[] subjects = ["Letter 0", "Letter 1", "Letter 2", "Letter 3", "Grüße"];
        var uids = new List<UniqueId>();
        for (var i = 0; i < subjects.Length; i++)
        {
            var flags = i switch { 1 => MessageFlags.Seen, 2 => MessageFlags.Seen | MessageFlags.Flagged, _ => MessageFlags.None };
            var request = new AppendRequest(Letter.Plain(subjects[i]), flags, i == 3 ? ["Wichtig"] : [], Start.AddDays(i));
            uids.Add(await folder.AppendAsync(request, Ct) ?? throw new InvalidOperationException("No UID"));
        }

        return uids;
    }

    private static async Task<IList<UniqueId>> FillAsync(IMailFolder folder, int count) => await folder.AppendAsync(
        [.. Enumerable.Range(0, count).Select(i => new AppendRequest(Letter.Plain($"Letter {i}")))], Ct);

    private static StoreFlagsRequest Add(MessageFlags flags) => new(StoreAction.Add, flags) { Silent = true };

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        await using (stream)
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, Ct);
            return bytes.ToArray();
        }
    }

    private static T Some<T>(T? value)
        where T : class
    {
        Assert.NotNull(value);
        return value;
    }
}
