using System.Text;
using MimeKit;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Pop3;

/// <summary>A message that was too big comes whole later: because somebody wants it, or because bigger ones are wanted. Never lost, never twice.</summary>
public sealed class PlaceholderTests
{
    private static readonly Actor Anna = new("anna", "test", "");

    [Theory]
    [InlineData(5_000)]
    [InlineData(3_000_000)]
    public async Task It_comes_where_the_placeholder_was_moved_to_with_its_flags_and_then_goes_by_the_rule(int bytes)
    {
        await using var provider = Provider(bytes);
        await using var drop = Maildrop.Of(provider.EndPoint, "delete-after=1d", with: s => s with { MaxMessageBytes = 1000, DailyBytes = 2000 });
        await drop.RunWellAsync();
        var account = await drop.OpenAsync();
        await account.CreateMailboxAsync(MailboxName.Parse("Work"), SpecialUse.None, Anna, Maildrop.Ct);
        var inbox = (await account.OpenMailboxAsync(MailboxName.Inbox, Maildrop.Ct))!;
        var big = UidSet.From([inbox.Current.Messages().Last().Uid]);
        Assert.True(Keyword.TryParse("Later", out var later));
        var flags = FlagSet.Of(MessageFlags.Seen | MessageFlags.Answered, [later]);
        await account.StoreFlagsAsync(inbox.Id, big, new FlagChange(FlagOperation.Add, flags), null, Anna, Maildrop.Ct);
        await account.CopyAsync(inbox.Id, big, MailboxName.Parse("Work"), Anna, Maildrop.Ct);
        await account.MoveAsync(inbox.Id, big, MailboxName.Parse("Work"), Anna, Maildrop.Ct);

        Assert.IsType<PlaceholderWish.Noted>(await WishAsync(drop, "big"));
        var report = await drop.RunWellAsync();
        Assert.Equal((1, "1 messages are here whole now, in the place of their placeholders."), (report.Fetched, Assert.Single(report.Mailboxes[0].Notes)));
        Assert.Equal([Maildrop.Letter(1).Length], (await drop.TextsAsync()).Select(t => t.Length));
        Assert.Equal([Big(bytes), Big(bytes)], await drop.TextsAsync("Work"));
        var work = (await account.OpenMailboxAsync(MailboxName.Parse("Work"), Maildrop.Ct))!.Current;
        Assert.All(work.Messages(), m => Assert.Equal((MessageFlags.Seen | MessageFlags.Answered, "Later"), (m.Flags.System, m.Flags.Keywords.Single().Name)));
        Assert.Equal((uint)3, work.Messages().First().Uid.Value);
        Assert.Equal((CopyState.There, null), ((await drop.LinesAsync())["big"].State, (await drop.LinesAsync())["big"].Reason));

        drop.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(2, (await drop.RunWellAsync()).Deleted);
        Assert.Empty(provider.Messages);
        Assert.IsType<PlaceholderWish.IsHere>(await WishAsync(drop, "big"));
        Assert.Equal(2, (await drop.TextsAsync("Work")).Count);
    }

    [Fact]
    public async Task It_is_never_lost_and_never_here_twice_wherever_the_connection_ends()
    {
        for (var at = 0; at < 9000; at += 577)
        {
            await using var provider = Provider(5000);
            await using var drop = Maildrop.Of(provider.EndPoint, "delete", with: s => s with { MaxMessageBytes = 1000 });
            await drop.RunWellAsync();
            await WishAsync(drop, "letter 2");
            provider.DropAfter = at;
            await drop.RunAsync();
            Assert.Equal(2, (await drop.TextsAsync()).Count);
            provider.DropAfter = null;
            await drop.RunWellAsync();
            Assert.Equal([Encoding.Latin1.GetString(Maildrop.Letter(1)), Big(5000)], (await drop.TextsAsync()).OrderBy(t => t.Length));
            Assert.Empty(provider.Messages);
        }
    }

    [Fact]
    public async Task A_higher_limit_brings_what_fits_now_but_nothing_whose_placeholder_was_deleted()
    {
        await using var provider = Provider(5000);
        provider.Messages.Add(("bigger", Encoding.Latin1.GetBytes(Big(9000).Replace("letter 2", "letter 3", StringComparison.Ordinal))));
        provider.Messages.Add(("unwanted", Encoding.Latin1.GetBytes(Big(5000).Replace("letter 2", "letter 4", StringComparison.Ordinal))));
        await using var drop = Maildrop.Of(provider.EndPoint, "leave", with: s => s with { MaxMessageBytes = 1000 });
        await drop.RunWellAsync();
        await ExpungeLastAsync(drop);
        drop.Store.Sources.Update(drop.Source, drop.Source.Settings with { MaxMessageBytes = 6000 }, default);
        Assert.Equal(1, (await drop.RunWellAsync()).Fetched);
        Assert.Equal(0, (await drop.RunWellAsync()).Fetched);
        var texts = await drop.TextsAsync();
        Assert.Equal((3, 1), (texts.Count, texts.Count(t => t == Big(5000))));
        Assert.Equal(CopyState.Placeholder, (await drop.LinesAsync())["bigger"].State);

        // Who asks for it gets it, where mail lands.
        await WishAsync(drop, "unwanted");
        Assert.Equal(1, (await drop.RunWellAsync()).Fetched);
        Assert.Equal(4, (await drop.TextsAsync()).Count);
    }

    [Fact]
    public async Task What_the_provider_has_no_more_or_does_not_give_stays_a_placeholder()
    {
        await using var provider = Provider(5000);
        await using var drop = Maildrop.Of(provider.EndPoint, "leave", with: s => s with { MaxMessageBytes = 1000 });
        await drop.RunWellAsync();
        provider.Unreadable.Add(1);
        await WishAsync(drop, "big");
        Assert.Contains("the disk says no", Assert.Single((await drop.RunWellAsync()).Mailboxes[0].Missing).Why, StringComparison.Ordinal);
        var line = (await drop.LinesAsync())["big"];
        Assert.Equal((CopyState.Placeholder, "Only its header is here; the next run fetches it whole."), (line.State, FateSentence.Of(line, null, drop.Time.GetUtcNow(), Language.English)));

        provider.Messages.RemoveAt(1);
        await drop.RunWellAsync();
        Assert.IsType<PlaceholderWish.IsGone>(await WishAsync(drop, "big"));
        Assert.Equal(2, (await drop.TextsAsync()).Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("EXPIRE 1")]
    public async Task One_whose_message_went_and_came_again_is_a_placeholder_still_and_never_safe(string? expires)
    {
        await using var provider = Provider(5000);
        if (expires is not null)
            provider.Announces.Add(expires);
        await using var drop = Maildrop.Of(provider.EndPoint, "delete-after=1d", with: s => s with { MaxMessageBytes = 1000 });
        await drop.RunWellAsync();
        var big = provider.Messages[1];
        provider.Messages.RemoveAt(1);
        await drop.RunWellAsync();
        Assert.Equal(CopyState.Vanished, (await drop.LinesAsync())["big"].State);
        provider.Messages.Add(big);
        await drop.RunWellAsync();
        drop.Time.Advance(TimeSpan.FromDays(3));
        await drop.RunWellAsync();

        Assert.Equal("big", Assert.Single(provider.Messages).Id);
        Assert.Equal(CopyState.Placeholder, (await drop.LinesAsync())["big"].State);
        Assert.IsType<PlaceholderWish.Noted>(await WishAsync(drop, "big"));
        await drop.RunWellAsync();
        Assert.Equal([Encoding.Latin1.GetString(Maildrop.Letter(1)), Big(5000)], (await drop.TextsAsync()).OrderBy(t => t.Length));
    }

    [Fact]
    public async Task What_came_short_went_and_came_again_is_short_still()
    {
        await using var provider = Provider(500);
        provider.SizeLie = 100;
        await using var drop = Maildrop.Of(provider.EndPoint, "delete-after=1d");
        await drop.RunWellAsync();
        var all = provider.Messages.ToList();
        provider.Messages.Clear();
        await drop.RunWellAsync();
        provider.Messages.AddRange(all);
        await drop.RunWellAsync();
        drop.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(0, (await drop.RunWellAsync()).Deleted);
        Assert.Equal(2, provider.Messages.Count);
        Assert.All((await drop.LinesAsync()).Values, l => Assert.StartsWith("the provider said", l.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wish_names_one_message_that_may_be_here()
    {
        await using var provider = Provider(5000);
        provider.Messages.Add(("other", Encoding.Latin1.GetBytes(Big(6000).Replace("<2@", "<3@", StringComparison.Ordinal))));
        await using var drop = Maildrop.Of(provider.EndPoint, "leave", with: s => s with { MaxMessageBytes = 1000 });
        await drop.RunWellAsync();
        Assert.Equal(2, Assert.IsType<PlaceholderWish.Several>(await WishAsync(drop, "letter 2")).Messages.Count);
        Assert.IsType<PlaceholderWish.NotFound>(await WishAsync(drop, "nothing of that"));
        Assert.IsType<PlaceholderWish.IsHere>(await WishAsync(drop, "id1"));
        Assert.Equal("other", Assert.IsType<PlaceholderWish.Noted>(await WishAsync(drop, "<3@example.org>")).Message.Id);
    }

    [Theory]
    [InlineData("Content-Type: text/plain\r\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=\"=_a b\"\r\n")]
    [InlineData("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n")]
    [InlineData("Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n")]
    [InlineData("")]
    public void A_mail_program_shows_what_to_do(string fields)
    {
        var header = Encoding.ASCII.GetBytes($"Subject: big\r\nMIME-Version: 1.0\r\n{fields}\r\n");
        var notice = PlaceholderText.Of("gmx", "Work", new RemoteMessage(1, "a=b's", 123456), header);
        using var message = MimeMessage.Load(new MemoryStream([.. header, .. notice]), Maildrop.Ct);
        Assert.Contains(@"bytes was fetched. To have it whole: postfach fetch gmx --message 'Work:a=b'\''s'", message.TextBody?.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("123456 Bytes", message.TextBody, StringComparison.Ordinal);
    }

    private static string Big(int bytes) => Encoding.Latin1.GetString(Maildrop.Letter(2)) + new string('y', bytes) + "\r\n";

    private static ScriptedPop3 Provider(int bytes)
    {
        var provider = new ScriptedPop3();
        provider.Messages.AddRange([("id1", Maildrop.Letter(1)), ("big", Encoding.Latin1.GetBytes(Big(bytes)))]);
        return provider;
    }

    private static async Task<PlaceholderWish> WishAsync(Maildrop drop, string message) =>
        await PlaceholderWish.NoteAsync(await drop.OpenAsync(), drop.Source, message, drop.Time.GetUtcNow(), Maildrop.Ct);

    private static async Task ExpungeLastAsync(Maildrop drop)
    {
        var account = await drop.OpenAsync();
        var inbox = (await account.OpenMailboxAsync(MailboxName.Inbox, Maildrop.Ct))!;
        await account.ExpungeAsync(inbox.Id, UidSet.From([inbox.Current.Messages().Last().Uid]), onlyDeleted: false, Anna, Maildrop.Ct);
    }
}
