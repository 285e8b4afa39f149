using System.Text;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Pop3;

/// <summary>Runs against a POP3 provider that behaves, and against each way in which providers do not: nothing is lost, nothing comes twice.</summary>
public sealed class Pop3RunTests
{
    private static readonly int[] Five = [1, 2, 3, 4, 5];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Messages_come_as_they_are_and_only_once(bool pipelines)
    {
        await using var provider = Provider(200);
        provider.Pipelines = pipelines;
        await using var drop = Maildrop.Of(provider.EndPoint, "leave");
        var first = await drop.RunWellAsync();
        var second = await drop.RunWellAsync();
        Assert.Equal((200, 0), (first.Fetched, second.Fetched));
        await AllAreHereAsync(drop, 200);
        Assert.Equal(200, provider.Messages.Count);
        Assert.Equal((200, 200, 0), (second.Mailboxes[0].There, second.Mailboxes[0].Held, second.Missing));
    }

    [Fact]
    public async Task What_is_to_go_goes_once_it_is_here()
    {
        await using var provider = Provider(30);
        await using var drop = Maildrop.Of(provider.EndPoint, "delete");
        var report = await drop.RunWellAsync();
        Assert.Equal((30, 30), (report.Fetched, report.Deleted));
        Assert.Empty(provider.Messages);
        await AllAreHereAsync(drop, 30);
        Assert.All((await drop.LinesAsync()).Values, l => Assert.Equal(CopyState.Deleted, l.State));
    }

    [Fact]
    public async Task A_connection_may_end_at_any_byte()
    {
        await using var probe = Provider(6);
        await using (var once = Maildrop.Of(probe.EndPoint, "delete"))
            await once.RunWellAsync();
        for (var at = 0; at <= probe.LongestSession; at += 23)
        {
            await using var provider = Provider(6);
            await using var drop = Maildrop.Of(provider.EndPoint, "delete");
            provider.DropAfter = at;
            await drop.RunAsync();
            var here = await drop.TextsAsync();
            Assert.Equal(here.Count, here.Distinct().Count());
            Assert.Equal(Letters(6), here.Union(provider.Messages.Select(m => Encoding.Latin1.GetString(m.Bytes))).Order());
            provider.DropAfter = null;
            await drop.RunWellAsync();
            await AllAreHereAsync(drop, 6);
            Assert.Empty(provider.Messages);
        }
    }

    [Fact]
    public async Task A_run_goes_on_after_the_last_committed_message()
    {
        await using var provider = Provider(40);
        await using var drop = Maildrop.Of(provider.EndPoint, "leave");
        provider.DropAfter = 5000;
        var broken = await drop.RunAsync();
        Assert.Equal(ProviderFault.Broken, broken.Fault);
        Assert.True(broken.Fetched > 0);
        provider.DropAfter = null;
        var rest = await drop.RunWellAsync();
        Assert.Equal(40, broken.Fetched + rest.Fetched);
        await AllAreHereAsync(drop, 40);
    }

    [Fact]
    public async Task A_poisonous_message_stops_no_others_and_is_told_with_its_reason()
    {
        await using var provider = Provider(5);
        provider.Unreadable.Add(2);
        await using var drop = Maildrop.Of(provider.EndPoint, "delete");
        var report = await drop.RunWellAsync();
        var missing = Assert.Single(report.Mailboxes[0].Missing);
        Assert.Equal(("id3", 4, 5, 4), (missing.Id, report.Fetched, report.Mailboxes[0].There, report.Deleted));
        Assert.Contains("the disk says no", missing.Why, StringComparison.Ordinal);
        Assert.Equal("id3", Assert.Single(provider.Messages).Id);
        provider.Unreadable.Clear();
        Assert.Equal(1, (await drop.RunWellAsync()).Fetched);
        await AllAreHereAsync(drop, 5);
    }

    [Theory]
    [InlineData(nameof(ScriptedPop3.ChangesIds))]
    [InlineData(nameof(ScriptedPop3.RepeatsIds))]
    [InlineData(nameof(ScriptedPop3.HasUidl))]
    [InlineData(nameof(ScriptedPop3.NumbersAreIds))]
    public async Task Ids_that_are_none_are_replaced_by_what_a_message_is(string fault)
    {
        await using var provider = Provider(5);
        Break(provider, fault);
        await using var drop = Maildrop.Of(provider.EndPoint, "leave");
        Assert.Equal(5, (await drop.RunWellAsync()).Fetched);
        Assert.Equal(0, (await drop.RunWellAsync()).Fetched);

        // Another program takes two, and a new one comes.
        provider.Messages.RemoveRange(0, 2);
        provider.Messages.Add(("id6", Maildrop.Letter(6)));
        Assert.Equal(1, (await drop.RunWellAsync()).Fetched);
        Assert.Equal(0, (await drop.RunWellAsync()).Fetched);
        await AllAreHereAsync(drop, 6);
    }

    [Theory]
    [InlineData(nameof(ScriptedPop3.ChangesIds))]
    [InlineData(nameof(ScriptedPop3.RepeatsIds))]
    [InlineData(nameof(ScriptedPop3.HasUidl))]
    [InlineData(nameof(ScriptedPop3.NumbersAreIds))]
    [InlineData(nameof(ScriptedPop3.HasTop))]
    public async Task Deletion_works_without_good_ids_and_without_TOP(string fault)
    {
        await using var provider = Provider(5);
        Break(provider, fault);
        await using var drop = Maildrop.Of(provider.EndPoint, "delete-after=1d");
        await drop.RunWellAsync();
        provider.Messages.Add(("id6", Maildrop.Letter(6)));
        drop.Time.Advance(TimeSpan.FromDays(1));
        var report = await drop.RunWellAsync();
        Assert.Equal((1, 5), (report.Fetched, report.Deleted));
        Assert.Equal("id6", Assert.Single(provider.Messages).Id);
        await AllAreHereAsync(drop, 6);
    }

    [Fact]
    public async Task Equal_messages_are_as_many_here_as_there()
    {
        await using var provider = new ScriptedPop3 { HasUidl = false };
        provider.Messages.AddRange(Five.Select(i => ($"id{i}", Maildrop.Letter(1))));
        await using var drop = Maildrop.Of(provider.EndPoint, "leave");
        await drop.RunWellAsync();
        await drop.RunWellAsync();
        Assert.Equal(5, (await drop.TextsAsync()).Count);
    }

    [Fact]
    public async Task A_QUIT_that_fails_has_deleted_nothing()
    {
        await using var provider = Provider(5);
        provider.QuitFails = true;
        await using var drop = Maildrop.Of(provider.EndPoint, "delete");
        var report = await drop.RunWellAsync();
        Assert.Equal((0, 5), (report.Deleted, report.Mailboxes[0].Unconfirmed));
        Assert.All((await drop.LinesAsync()).Values, l => Assert.Equal(CopyState.Deleting, l.State));
        provider.QuitFails = false;
        Assert.Equal((0, 5), ((await drop.RunWellAsync()) is var again ? again.Fetched : -1, again.Deleted));
        Assert.Empty(provider.Messages);
        await AllAreHereAsync(drop, 5);
    }

    [Fact]
    public async Task A_QUIT_without_an_answer_is_found_out_at_the_next_look()
    {
        await using var provider = Provider(5);
        provider.QuitIsSilent = true;
        await using var drop = Maildrop.Of(provider.EndPoint, "delete");
        Assert.Equal(ProviderFault.Broken, (await drop.RunAsync()).Fault);
        Assert.All((await drop.LinesAsync()).Values, l => Assert.Equal(CopyState.Deleting, l.State));
        provider.QuitIsSilent = false;
        await drop.RunWellAsync();
        Assert.All((await drop.LinesAsync()).Values, l => Assert.Equal(CopyState.Deleted, l.State));
        await AllAreHereAsync(drop, 5);
    }

    [Fact]
    public async Task A_provider_that_says_yes_and_keeps_all_gets_nothing_fetched_twice()
    {
        await using var provider = Provider(5);
        provider.KeepsAll = true;
        await using var drop = Maildrop.Of(provider.EndPoint, "delete");
        await drop.RunWellAsync();
        var second = await drop.RunWellAsync();
        Assert.Equal(0, second.Fetched);
        await AllAreHereAsync(drop, 5);
        provider.KeepsAll = false;
        await drop.RunWellAsync();
        Assert.Empty(provider.Messages);
    }

    [Fact]
    public async Task An_id_that_comes_again_with_another_message_is_another_message()
    {
        await using var provider = Provider(3);
        await using var drop = Maildrop.Of(provider.EndPoint, "delete");
        await drop.RunWellAsync();
        provider.Messages.Add(("id1", Maildrop.Letter(4)));
        Assert.Equal(1, (await drop.RunWellAsync()).Fetched);
        await AllAreHereAsync(drop, 4);
        Assert.Empty(provider.Messages);
    }

    [Fact]
    public async Task A_message_that_is_shorter_than_it_was_said_to_be_is_never_deleted_there()
    {
        await using var provider = Provider(3);
        provider.SizeLie = 10;
        await using var drop = Maildrop.Of(provider.EndPoint, "delete");
        var report = await drop.RunWellAsync();
        Assert.Equal((3, 0), (report.Fetched, report.Deleted));
        Assert.Equal(3, provider.Messages.Count);
        Assert.All((await drop.LinesAsync()).Values, l => Assert.Contains("the provider said", l.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_message_under_the_same_id_is_not_deleted()
    {
        await using var provider = Provider(3);
        await using var drop = Maildrop.Of(provider.EndPoint, "delete-after=1d");
        await drop.RunWellAsync();
        var other = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(Maildrop.Letter(2)).Replace("letter 2", "lettre 2", StringComparison.Ordinal));
        provider.Messages[1] = ("id2", other);
        drop.Time.Advance(TimeSpan.FromDays(1));
        await drop.RunWellAsync();
        Assert.Equal("id2", Assert.Single(provider.Messages).Id);
    }

    [Fact]
    public async Task A_big_message_leaves_its_header_and_stays_there()
    {
        await using var provider = Provider(1);
        provider.Messages.Add(("big", [.. Maildrop.Letter(2), .. Enumerable.Repeat((byte)'y', 5000), 13, 10]));
        await using var drop = Maildrop.Of(provider.EndPoint, "delete", with: s => s with { MaxMessageBytes = 1000 });
        await drop.RunWellAsync();
        Assert.Equal(0, (await drop.RunWellAsync()).Fetched);
        Assert.Equal("big", Assert.Single(provider.Messages).Id);
        var placeholder = (await drop.TextsAsync())[1];
        Assert.StartsWith("Received: from a by b", placeholder, StringComparison.Ordinal);
        Assert.Contains("Only the header of this message", placeholder, StringComparison.Ordinal);
        Assert.Equal(CopyState.Placeholder, (await drop.LinesAsync())["big"].State);
    }

    [Fact]
    public async Task A_day_has_only_so_many_bytes()
    {
        await using var provider = Provider(10);
        await using var drop = Maildrop.Of(provider.EndPoint, "leave", with: s => s with { DailyBytes = 3 * Maildrop.Letter(1).Length });
        var first = await drop.RunWellAsync();
        Assert.InRange(first.Fetched, 1, 3);
        Assert.Contains("wait for tomorrow", Assert.Single(first.Mailboxes[0].Notes), StringComparison.Ordinal);
        Assert.Equal(0, (await drop.RunWellAsync()).Fetched);
        for (var day = 0; day < 10; day++)
        {
            drop.Time.Advance(TimeSpan.FromDays(1));
            await drop.RunWellAsync();
        }

        await AllAreHereAsync(drop, 10);
    }

    [Theory]
    [InlineData("-ERR [AUTH] no", ProviderFault.LogInRefused)]
    [InlineData("-ERR wrong password", ProviderFault.LogInRefused)]
    [InlineData("-ERR [IN-USE] somebody reads", ProviderFault.Busy)]
    [InlineData("-ERR [LOGIN-DELAY] too soon", ProviderFault.Busy)]
    [InlineData("-ERR [SYS/TEMP] later", ProviderFault.Busy)]
    [InlineData("-ERR [SYS/PERM] never", ProviderFault.Protocol)]
    [InlineData("HTTP/1.1 400 Bad Request", ProviderFault.Protocol)]
    public async Task A_refused_log_in_says_why(string answer, ProviderFault fault)
    {
        await using var provider = Provider(1);
        provider.LogInRefusal = answer;
        await using var drop = Maildrop.Of(provider.EndPoint, "leave");
        var report = await drop.RunAsync();
        Assert.Equal(fault, report.Fault);
        Assert.Equal(1, drop.Source.State.Failures);
        Assert.Equal(report.Error, drop.Source.State.LastError);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task UTF8_is_said_before_the_log_in_where_it_is_offered(bool offers)
    {
        await using var provider = new ScriptedPop3 { OffersUtf8 = offers };
        await using var drop = Maildrop.Of(provider.EndPoint, "leave");
        await drop.RunWellAsync();
        Assert.Equal(offers ? ["CAPA", "UTF8", "USER anna"] : ["CAPA", "USER anna"], provider.Commands.Take(offers ? 3 : 2));
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        await using var provider = Provider(4);
        await using var drop = Maildrop.Of(provider.EndPoint, "delete");
        var report = await drop.RunAsync(dryRun: true);
        Assert.Equal((4, true), (report.Fetched, report.IsDryRun));
        Assert.Equal(4, provider.Messages.Count);
        Assert.Empty(await drop.TextsAsync());
        Assert.DoesNotContain(provider.Commands, c => c.StartsWith("RETR", StringComparison.Ordinal) || c.StartsWith("DELE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mail_lands_by_year()
    {
        await using var provider = Provider(2);
        await using var drop = Maildrop.Of(provider.EndPoint, "leave", with: s => s with { Into = "Archive/{year}/{month}" });
        await drop.RunWellAsync();
        Assert.Equal(2, (await drop.TextsAsync("Archive/2026/03")).Count);
    }

    [Fact]
    public async Task Nothing_is_deleted_when_the_account_here_was_put_back_or_is_new()
    {
        await using var provider = Provider(5);
        await using var drop = Maildrop.Of(provider.EndPoint, "delete-when-deleted-here");
        await drop.RunWellAsync();
        var data = drop.Store.Options.DataFolder;
        await drop.CloseAsync();
        Directory.Delete(Path.Combine(data, "accounts"), recursive: true);
        var report = await drop.RunWellAsync();
        Assert.Equal(5, provider.Messages.Count);
        Assert.Contains("put back", report.Brake, StringComparison.Ordinal);
        Assert.Equal(5, (await drop.TextsAsync()).Count);
    }

    [Fact]
    public async Task Many_deletions_at_once_wait_for_a_person()
    {
        await using var provider = Provider(40);
        await using var drop = Maildrop.Of(provider.EndPoint, "delete-when-deleted-here");
        await drop.RunWellAsync();
        var account = await drop.OpenAsync();
        var inbox = await account.OpenMailboxAsync(MailboxName.Inbox, Maildrop.Ct);
        await account.ExpungeAsync(inbox!.Id, inbox.Current.Uids(), onlyDeleted: false, Actor.Postfach, Maildrop.Ct);
        var braked = await drop.RunWellAsync();
        Assert.Equal((0, 40), (braked.Deleted, braked.WaitingDeletions));
        Assert.NotNull(braked.Brake);
        Assert.Equal(40, provider.Messages.Count);
        provider.Messages.Add(("id41", Maildrop.Letter(41)));
        Assert.Equal(1, (await drop.RunWellAsync()).Fetched);
        Assert.Equal(41, provider.Messages.Count);
        drop.Store.Sources.Change(drop.Source, s => s with { Brake = null, Confirmed = 40 });
        Assert.Equal(40, (await drop.RunWellAsync()).Deleted);
        Assert.Equal("id41", Assert.Single(provider.Messages).Id);
    }

    private static ScriptedPop3 Provider(int messages)
    {
        var provider = new ScriptedPop3();
        provider.Messages.AddRange(Enumerable.Range(1, messages).Select(i => ($"id{i}", Maildrop.Letter(i))));
        return provider;
    }

    private static void Break(ScriptedPop3 provider, string fault)
    {
        provider.ChangesIds = fault == nameof(ScriptedPop3.ChangesIds);
        provider.RepeatsIds = fault == nameof(ScriptedPop3.RepeatsIds);
        provider.NumbersAreIds = fault == nameof(ScriptedPop3.NumbersAreIds);
        provider.HasUidl = fault != nameof(ScriptedPop3.HasUidl);
        provider.HasTop = fault != nameof(ScriptedPop3.HasTop);
    }

    private static IEnumerable<string> Letters(int count) => Enumerable.Range(1, count).Select(i => Encoding.Latin1.GetString(Maildrop.Letter(i))).Order();

    private static async Task AllAreHereAsync(Maildrop drop, int count) => Assert.Equal(Letters(count), (await drop.TextsAsync()).Order());
}
