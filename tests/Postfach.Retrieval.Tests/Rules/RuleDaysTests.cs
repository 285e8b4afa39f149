namespace Postfach.Retrieval.Tests.Rules;

/// <summary>On which day each message leaves the provider, under each part of a rule and under several.</summary>
public sealed class RuleDaysTests
{
    // Day 0 one, day 1 two (big), day 2 three, day 3 four arrive; day 4 one is read, day 5 two is flagged, day 6 three is expunged, day 8 four goes to the Trash.
    [Theory]
    [InlineData("leave", "")]
    [InlineData("delete", "one 0, two 1, three 2, four 3")]
    [InlineData("delete-after=7d", "one 7, two 8, three 9, four 10")]
    [InlineData("delete-after=36h", "one 2, two 3, three 4, four 5")]
    [InlineData("delete-after-read=3d", "one 7")]
    [InlineData("delete-after-read=0d", "one 4")]
    [InlineData("delete-when-deleted-here", "three 6, four 8")]
    [InlineData("bigger-than=10K:2d", "two 3")]
    [InlineData("older-than=5d", "one 5, two 6, three 7, four 8")]
    [InlineData("delete-after=1d older-than=5d", "one 5, two 6, three 7, four 8")]
    [InlineData("delete-when-deleted-here older-than=10d", "three 12, four 13")]
    [InlineData("delete-after=7d delete-after-read=1d", "one 5, two 8, three 9, four 10")]
    [InlineData("delete-after=7d bigger-than=10K:1d delete-when-deleted-here", "one 7, two 2, three 6, four 8")]
    [InlineData("delete-after=7d never-flagged", "one 7, three 9, four 10")]
    [InlineData("bigger-than=10K:7d never-flagged", "")]
    [InlineData("delete keep-newest=2", "one 2, two 3")]
    [InlineData("delete-after=7d keep-newest=1", "one 7, two 8, three 9")]
    [InlineData("delete-after=30d keep-newest=3 never-flagged", "one 30")]
    [InlineData("older-than=20d keep-newest=1 delete-after=1d bigger-than=1K:0d", "one 20, two 21, three 22")]
    public async Task Each_message_leaves_on_its_day(string rule, string expected)
    {
        await using var days = await Days.BeginAsync(rule);
        var left = await days.PlayAsync(40, day => HappensAsync(days, day));
        Assert.Equal(expected, string.Join(", ", new[] { "one", "two", "three", "four" }.Where(left.ContainsKey).Select(n => $"{n} {left[n]}")));
    }

    [Fact]
    public async Task What_is_deleted_after_download_goes_in_the_run_that_fetched_it()
    {
        await using var days = await Days.BeginAsync("delete");
        days.Time.AutoAdvanceAmount = TimeSpan.FromMilliseconds(10);
        days.Arrive("a");
        var report = await days.RunAsync();
        Assert.Equal((1, 1), (report.Fetched, report.Deleted));
        Assert.Empty(days.Provider.There);
    }

    [Fact]
    public async Task What_goes_through_the_Trash_stays_its_days_there()
    {
        await using var days = await Days.BeginAsync("delete-after=2d via-trash=5d", new FakeProvider(isPop3: false));
        var inTrash = -1;
        var left = await days.PlayAsync(12, day =>
        {
            if (day == 0)
                days.Arrive("one");
            if (inTrash < 0 && days.Provider.In(FakeProvider.Trash).Count > 0)
                inTrash = day - 1;
            return Task.CompletedTask;
        });
        Assert.Equal((2, 7), (inTrash, left["one"]));
    }

    [Fact]
    public async Task Room_is_made_oldest_first_and_no_more_than_it_takes()
    {
        await using var days = await Days.BeginAsync("until-quota=50%", with: s => s with { BrakePercent = 100 });
        days.Provider.LimitBytes = 10_000;
        var left = await days.PlayAsync(10, day =>
        {
            days.Arrive($"m{day}", bytes: 1000);
            return Task.CompletedTask;
        });
        Assert.Equal("m0 4, m1 5, m2 6, m3 7, m4 8, m5 9", string.Join(", ", left.OrderBy(l => l.Value).Select(l => $"{l.Key} {l.Value}")));
        Assert.Equal(4000, days.Provider.Bytes);
    }

    [Fact]
    public async Task Room_is_made_once_for_all_mailboxes()
    {
        await using var days = await Days.BeginAsync("until-quota=60%", new FakeProvider(isPop3: false), s => s with { BrakePercent = 100 });
        days.Provider.LimitBytes = 10_000;
        await days.PlayAsync(8, day =>
        {
            days.Arrive($"m{day}", bytes: 1000, mailbox: day % 2 == 0 ? FakeProvider.Inbox : "Work");
            return Task.CompletedTask;
        });
        Assert.Equal(["m3", "m4", "m5", "m6", "m7"], days.Provider.There.Order());
    }

    [Fact]
    public async Task What_was_sent_to_the_Trash_for_room_is_not_followed_by_more_at_each_run()
    {
        await using var days = await Days.BeginAsync("until-quota=60% via-trash=30d", new FakeProvider(isPop3: false), s => s with { BrakePercent = 100 });
        days.Provider.LimitBytes = 10_000;
        for (var i = 0; i < 8; i++)
            days.Arrive($"m{i}", bytes: 1000);
        await days.PlayAsync(5, _ => Task.CompletedTask);
        Assert.Equal(3, days.Provider.In(FakeProvider.Trash).Count);
        Assert.Equal(5, days.Provider.In(FakeProvider.Inbox).Count);
    }

    [Fact]
    public async Task What_is_flagged_in_the_Trash_time_stays()
    {
        await using var days = await Days.BeginAsync("delete via-trash=5d never-flagged", new FakeProvider(isPop3: false));
        days.Arrive("one");
        await days.RunAsync();
        Assert.Single(days.Provider.In(FakeProvider.Trash));
        var inbox = (await days.Account.OpenMailboxAsync(Mail.MailboxName.Inbox, TestContext.Current.CancellationToken))!;
        await days.Account.StoreFlagsAsync(
            inbox.Id, Mail.UidSet.Range(new(1), new(1)), new(Mail.FlagOperation.Add, Mail.FlagSet.Of(Mail.MessageFlags.Flagged, [])), null, new("", "", ""), TestContext.Current.CancellationToken);
        var left = await days.PlayAsync(20, _ => Task.CompletedTask);
        Assert.Empty(left);
    }

    [Fact]
    public async Task What_was_flagged_when_it_was_deleted_here_stays_flagged()
    {
        await using var days = await Days.BeginAsync("delete-when-deleted-here never-flagged");
        days.Arrive("one");
        days.Arrive("two");
        await days.RunAsync();
        await days.FlagAsync("one");
        await days.RunAsync();
        await days.DeleteAsync("one");
        Assert.Empty(await days.PlayAsync(3, _ => Task.CompletedTask));
    }

    [Fact]
    public async Task A_dry_run_notes_nothing()
    {
        await using var days = await Days.BeginAsync("delete-after-read=0d");
        days.Arrive("one");
        await days.RunAsync();
        await days.ReadAsync("one");
        var report = await days.RunAsync(dryRun: true);
        Assert.Equal(1, report.WaitingDeletions);
        Assert.Null(days.Line("one").Read);
        Assert.Equal(["one"], days.Provider.There);
    }

    private static async Task HappensAsync(Days days, int day)
    {
        switch (day)
        {
            case 0:
                days.Arrive("one");
                break;
            case 1:
                days.Arrive("two", bytes: 20_000);
                break;
            case 2:
                days.Arrive("three");
                break;
            case 3:
                days.Arrive("four");
                break;
            case 4:
                await days.ReadAsync("one");
                break;
            case 5:
                await days.FlagAsync("two");
                break;
            case 6:
                await days.DeleteAsync("three");
                break;
            case 8:
                await days.MoveAsync("four", "Trash");
                break;
        }
    }
}
