using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using MimeKit;
using Postfach.EndToEnd.Hosting;

namespace Postfach.EndToEnd.Clients;

/// <summary>MailKit as an IMAP client: another reading of the same RFCs.</summary>
public sealed class MailKitImapTests(MailHost host)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("imap", SecureSocketOptions.StartTls)]
    [InlineData("imaps", SecureSocketOptions.SslOnConnect)]
    public async Task It_logs_in_over_TLS_with_the_certificate_that_the_server_keeps(string listener, SecureSocketOptions security)
    {
        using var client = new ImapClient();
        client.ServerCertificateValidationCallback = (_, certificate, _, _) => host.Trusts(certificate);
        await client.ConnectAsync("127.0.0.1", host.Serve.Port(listener), security, Ct);
        Assert.True(client.IsEncrypted);
        await client.AuthenticateAsync(host.TakeUser(), MailHost.Password, Ct);
        Assert.True(client.IsAuthenticated);
        await client.DisconnectAsync(true, Ct);
    }

    [Fact]
    public async Task It_comes_back_and_is_told_just_what_it_missed()
    {
        var user = host.TakeUser();
        using var first = await host.MailKitAsync(user, Ct);
        await first.EnableQuickResyncAsync(Ct);
        await first.Inbox!.OpenAsync(FolderAccess.ReadWrite, Ct);
        for (var i = 0; i < 4; i++)
            await first.Inbox.AppendAsync(new MimeMessage { Subject = $"{i}", Body = new TextPart("plain") { Text = "text" } }, MessageFlags.None, Ct);
        await first.Inbox.CloseAsync(false, Ct);
        await first.Inbox.OpenAsync(FolderAccess.ReadWrite, Ct);
        var (validity, known) = (first.Inbox.UidValidity, first.Inbox.HighestModSeq);
        await first.Inbox.AddFlagsAsync(new UniqueId(2), MessageFlags.Deleted, true, Ct);
        await first.Inbox.ExpungeAsync(Ct);
        await first.Inbox.AddFlagsAsync(new UniqueId(4), MessageFlags.Answered, true, Ct);

        using var second = await host.MailKitAsync(user, Ct);
        await second.EnableQuickResyncAsync(Ct);
        List<string> vanished = [], flags = [];
        second.Inbox!.MessagesVanished += (_, e) => vanished.AddRange(e.UniqueIds.Select(u => $"{u.Id} {e.Earlier}"));
        second.Inbox.MessageFlagsChanged += (_, e) => flags.Add($"{e.UniqueId?.Id} {e.Flags & ~MessageFlags.Recent}");
        await second.Inbox.OpenAsync(FolderAccess.ReadWrite, validity, known, [new UniqueId(1), new UniqueId(2), new UniqueId(3), new UniqueId(4)], Ct);
        Assert.Equal(["2 True"], vanished);
        Assert.Equal(["4 Answered"], flags);
        await second.DisconnectAsync(true, Ct);
        await first.DisconnectAsync(true, Ct);
    }

    [Fact]
    public async Task A_wrong_password_is_told_as_one()
    {
        using var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", host.Serve.Port("imap"), SecureSocketOptions.None, Ct);
        await Assert.ThrowsAsync<AuthenticationException>(() => client.AuthenticateAsync(host.TakeUser(), "wrong", Ct));
    }

    [Fact]
    public async Task It_finds_the_special_mailboxes()
    {
        using var client = await host.MailKitAsync(host.TakeUser(), Ct);
        var names = (await client.GetFoldersAsync(client.PersonalNamespaces[0], cancellationToken: Ct)).Select(f => f.FullName).ToList();
        Assert.Superset(new HashSet<string> { "INBOX", "Drafts", "Sent", "Junk", "Trash", "Archive" }, names.ToHashSet());
        Assert.Equal("Sent", client.GetFolder(SpecialFolder.Sent)?.FullName);
        Assert.Equal("Trash", client.GetFolder(SpecialFolder.Trash)?.FullName);
        Assert.Equal("Drafts", client.GetFolder(SpecialFolder.Drafts)?.FullName);
        await client.DisconnectAsync(true, Ct);
    }

    [Fact]
    public async Task Mailboxes_are_created_renamed_subscribed_and_deleted()
    {
        using var client = await host.MailKitAsync(host.TakeUser(), Ct);
        var root = client.GetFolder(client.PersonalNamespaces[0]);
        var projects = Some(await root.CreateAsync("Projekte & Pläne", true, Ct));
        var child = Some(await projects.CreateAsync("日本語", true, Ct));
        await child.SubscribeAsync(Ct);
        Assert.Contains(await projects.GetSubfoldersAsync(true, Ct), f => f.Name == "日本語");
        await projects.RenameAsync(root, "Altes", Ct);
        Assert.Equal("Altes/日本語", (await client.GetFolderAsync("Altes/日本語", Ct)).FullName);
        await child.UnsubscribeAsync(Ct);
        await child.DeleteAsync(Ct);
        await projects.DeleteAsync(Ct);
        Assert.DoesNotContain(await root.GetSubfoldersAsync(false, Ct), f => f.Name == "Altes");
        await client.DisconnectAsync(true, Ct);
    }

    [Fact]
    public async Task A_message_comes_back_as_it_was_whole_and_in_parts()
    {
        var attachment = Enumerable.Range(0, 100_000).Select(i => (byte)(i * 31)).ToArray();
        var letter = Letter.WithAttachment("Grüße aus Köln", attachment);
        using var client = await host.MailKitAsync(host.TakeUser(), Ct);
        await client.Inbox.OpenAsync(FolderAccess.ReadWrite, Ct);
        var date = new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.FromHours(2));
        var uid = await client.Inbox.AppendAsync(new AppendRequest(letter, MessageFlags.Flagged, ["$Projekt"], date), Ct);
        Assert.NotNull(uid);

        var items = MessageSummaryItems.Full | MessageSummaryItems.UniqueId | MessageSummaryItems.BodyStructure | MessageSummaryItems.References;
        var summary = Assert.Single(await client.Inbox.FetchAsync([uid.Value], items, Ct));
        var envelope = Some(summary.Envelope);
        Assert.Equal("Grüße aus Köln", envelope.Subject);
        Assert.Equal("Bert Müller", envelope.From.Mailboxes.Single().Name);
        Assert.Equal(letter.MessageId, envelope.MessageId);
        Assert.Equal(date, summary.InternalDate);
        Assert.Equal(MessageFlags.Flagged, summary.Flags & ~MessageFlags.Recent);
        Assert.Equal(["$Projekt"], summary.Keywords);
        Assert.Equal("See the attachment.", ((TextPart)await client.Inbox.GetBodyPartAsync(uid.Value, Some(summary.TextBody), Ct)).Text.TrimEnd());

        var part = Assert.Single(summary.Attachments);
        Assert.Equal("zahlen.bin", part.FileName);
        Assert.Equal(attachment, await DecodeAsync(await client.Inbox.GetBodyPartAsync(uid.Value, part, Ct)));

        using var whole = new MemoryStream();
        await (await client.Inbox.GetStreamAsync(uid.Value, Ct)).CopyToAsync(whole, Ct);
        Assert.Equal(Letter.Bytes(letter), whole.ToArray());
        Assert.Equal((uint)whole.Length, summary.Size);
        Assert.Equal(letter.Subject, (await client.Inbox.GetHeadersAsync(uid.Value, Ct))[HeaderId.Subject]);
        await client.DisconnectAsync(true, Ct);
    }

    [Fact]
    public async Task Parts_that_are_fetched_are_those_that_MimeKit_finds()
    {
        using var client = await host.MailKitAsync(host.TakeUser(), Ct);
        await client.Inbox.OpenAsync(FolderAccess.ReadWrite, Ct);
        var letter = Letter.WithAttachment("Outer", [1, 2, 3]);
        var mixed = (Multipart)Some(letter.Body);
        mixed.Add(new MessagePart { Message = Letter.WithAttachment("Inner", [4, 5, 6]) });
        var uid = await client.Inbox.AppendAsync(new AppendRequest(letter), Ct) ?? throw new InvalidOperationException("No UID");
        var summary = Assert.Single(await client.Inbox.FetchAsync([uid], MessageSummaryItems.BodyStructure, Ct));
        await AssertSameAsync(client.Inbox, uid, Some(summary.Body), mixed);
        await client.DisconnectAsync(true, Ct);
    }

    [Fact]
    public async Task Flags_and_keywords_are_set_and_taken_away()
    {
        using var client = await host.MailKitAsync(host.TakeUser(), Ct);
        await client.Inbox.OpenAsync(FolderAccess.ReadWrite, Ct);
        var uids = await AppendAsync(client.Inbox, 3);
        await client.Inbox.StoreAsync(uids, new StoreFlagsRequest(StoreAction.Add, MessageFlags.Seen | MessageFlags.Answered, ["Wichtig"]) { Silent = true }, Ct);
        await client.Inbox.StoreAsync([uids[1]], new StoreFlagsRequest(StoreAction.Remove, MessageFlags.Seen) { Silent = false }, Ct);
        await client.Inbox.StoreAsync([uids[2]], new StoreFlagsRequest(StoreAction.Set, MessageFlags.Draft) { Silent = true }, Ct);
        var found = await client.Inbox.FetchAsync(uids, MessageSummaryItems.Flags | MessageSummaryItems.UniqueId, Ct);
        Assert.Equal(
            [MessageFlags.Seen | MessageFlags.Answered, MessageFlags.Answered, MessageFlags.Draft],
            found.OrderBy(m => m.UniqueId).Select(m => m.Flags & ~MessageFlags.Recent));
        Assert.Equal([1, 1, 0], found.OrderBy(m => m.UniqueId).Select(m => m.Keywords.Count));
        await client.Inbox.StatusAsync(StatusItems.Unread | StatusItems.Count | StatusItems.UidNext | StatusItems.UidValidity, Ct);
        Assert.Equal((3, 2), (client.Inbox.Count, client.Inbox.Unread));
        await client.DisconnectAsync(true, Ct);
    }

    [Fact]
    public async Task Messages_are_copied_moved_and_expunged()
    {
        using var client = await host.MailKitAsync(host.TakeUser(), Ct);
        await client.Inbox.OpenAsync(FolderAccess.ReadWrite, Ct);
        var uids = await AppendAsync(client.Inbox, 4);
        var archive = await client.GetFolderAsync("Archive", Ct);
        var copied = await client.Inbox.CopyToAsync([uids[0], uids[1]], archive, Ct);
        var moved = await client.Inbox.MoveToAsync([uids[1], uids[2]], archive, Ct);
        Assert.Equal([uids[0], uids[1]], copied.Source);
        Assert.Equal([uids[1], uids[2]], moved.Source);
        await client.Inbox.StoreAsync([uids[0], uids[3]], new StoreFlagsRequest(StoreAction.Add, MessageFlags.Deleted) { Silent = true }, Ct);
        await client.Inbox.ExpungeAsync([uids[0]], Ct);
        Assert.Equal([uids[3]], (await client.Inbox.FetchAsync(0, -1, MessageSummaryItems.UniqueId, Ct)).Select(m => m.UniqueId));
        await client.Inbox.ExpungeAsync(Ct);
        Assert.Equal(0, client.Inbox.Count);

        await archive.OpenAsync(FolderAccess.ReadOnly, Ct);
        var there = await archive.FetchAsync(0, -1, MessageSummaryItems.UniqueId | MessageSummaryItems.Envelope, Ct);
        Assert.Equal(["Letter 0", "Letter 1", "Letter 1", "Letter 2"], there.Select(m => m.Envelope?.Subject));
        Assert.Equal(copied.Destination.Concat(moved.Destination), there.Select(m => m.UniqueId));
        await client.DisconnectAsync(true, Ct);
    }

    [Fact]
    public async Task What_one_session_changes_another_sees()
    {
        var user = host.TakeUser();
        using var one = await host.MailKitAsync(user, Ct);
        using var other = await host.MailKitAsync(user, Ct);
        await one.Inbox.OpenAsync(FolderAccess.ReadWrite, Ct);
        await other.Inbox.OpenAsync(FolderAccess.ReadWrite, Ct);
        var uids = await AppendAsync(one.Inbox, 2);
        await other.NoOpAsync(Ct);
        Assert.Equal(2, other.Inbox.Count);
        var told = new List<string>();
        other.Inbox.MessageFlagsChanged += (_, e) => told.Add($"{e.Index} {e.Flags & ~MessageFlags.Recent}");
        other.Inbox.MessageExpunged += (_, e) => told.Add($"{e.Index} gone");
        await one.Inbox.StoreAsync([uids[1]], new StoreFlagsRequest(StoreAction.Add, MessageFlags.Flagged) { Silent = true }, Ct);
        await other.NoOpAsync(Ct);
        await one.Inbox.StoreAsync([uids[0]], new StoreFlagsRequest(StoreAction.Add, MessageFlags.Deleted) { Silent = true }, Ct);
        await one.Inbox.ExpungeAsync(Ct);
        await other.NoOpAsync(Ct);
        Assert.Equal(["1 Flagged", "0 gone"], told);
        await one.DisconnectAsync(true, Ct);
        await other.DisconnectAsync(true, Ct);
    }

    private static async Task<IList<UniqueId>> AppendAsync(IMailFolder folder, int count)
    {
        var uids = new List<UniqueId>();
        for (var i = 0; i < count; i++)
            uids.Add(await folder.AppendAsync(new AppendRequest(Letter.Plain($"Letter {i}")), Ct) ?? throw new InvalidOperationException("No UID"));
        return uids;
    }

    /// <summary>Walks the structure that the server told beside the one that MimeKit reads, and compares each leaf's content.</summary>
    private static async Task AssertSameAsync(IMailFolder folder, UniqueId uid, BodyPart told, MimeEntity own)
    {
        Assert.Equal(own.ContentType.MimeType, told.ContentType.MimeType, ignoreCase: true);
        switch (told, own)
        {
            case (BodyPartMultipart multipart, Multipart parts):
                Assert.Equal(parts.Count, multipart.BodyParts.Count);
                for (var i = 0; i < parts.Count; i++)
                    await AssertSameAsync(folder, uid, multipart.BodyParts[i], parts[i]);
                break;
            case (BodyPartMessage message, MessagePart part):
                Assert.Equal(part.Message?.Subject, message.Envelope?.Subject);
                await AssertSameAsync(folder, uid, Some(message.Body), Some(part.Message?.Body));
                break;
            default:
                Assert.Equal(await DecodeAsync(own), await DecodeAsync(await folder.GetBodyPartAsync(uid, told, Ct)));
                break;
        }
    }

    private static async Task<byte[]> DecodeAsync(MimeEntity leaf)
    {
        using var content = new MemoryStream();
        await Some(((MimePart)leaf).Content).DecodeToAsync(content, Ct);
        return content.ToArray();
    }

    private static T Some<T>(T? value)
        where T : class
    {
        Assert.NotNull(value);
        return value;
    }
}
