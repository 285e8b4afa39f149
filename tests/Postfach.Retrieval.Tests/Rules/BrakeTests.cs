using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Rules;

/// <summary>Deletions that nobody can have meant wait for a person, and for nobody else.</summary>
public sealed class BrakeTests
{
    private static readonly SourceSettings Settings = new() { Protocol = SourceProtocol.Pop3, Host = "h", Port = 995, User = "u" };

    [Theory]
    [InlineData(5, 5, null)] // few are no alarm
    [InlineData(6, 100, null)]
    [InlineData(20, 100, null)]
    [InlineData(21, 100, "21 of 100")]
    [InlineData(6, 10, "6 of 10")]
    [InlineData(50, 1000, null)]
    [InlineData(51, 1000, "51 of 1000")]
    public void Many_at_once_for_what_happened_here_stop(int leaving, int present, string? why)
    {
        foreach (var cause in new[] { FateCause.DeletedHere, FateCause.AfterRead, FateCause.Quota })
        {
            var found = DeletionBrake.Check(Settings, earlier: null, [.. Enumerable.Repeat(cause, leaving)], present, isEmptyHere: false);
            Assert.Equal(why is null, found is null);
            Assert.StartsWith(why ?? "", found ?? "", StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(FateCause.AfterDownload)]
    [InlineData(FateCause.Big)]
    [InlineData(FateCause.Old)]
    [InlineData(FateCause.InTrash)]
    internal void Time_that_passes_is_no_alarm(FateCause cause) =>
        Assert.Null(DeletionBrake.Check(Settings, earlier: null, [.. Enumerable.Repeat(cause, 900)], 1000, isEmptyHere: true));

    [Fact]
    public void A_brake_stays_whatever_leaves()
    {
        Assert.Equal("why", DeletionBrake.Check(Settings, "why", [], 10, isEmptyHere: false));
        Assert.Equal("why", DeletionBrake.Check(Settings, "why", [FateCause.Old], 10, isEmptyHere: false));
    }

    [Fact]
    public async Task An_empty_account_deletes_nothing_there()
    {
        await using var days = await Days.BeginAsync("delete-when-deleted-here");
        foreach (var name in (string[])["one", "two", "three"])
            days.Arrive(name);
        await days.RunAsync();
        await days.DeleteAsync("one", "two", "three");
        for (var i = 0; i < 3; i++)
        {
            var report = await days.RunAsync();
            Assert.Equal(("the account here is empty", 3), (report.Brake, report.WaitingDeletions));
        }

        Assert.Equal(3, days.Provider.There.Count);
        days.Confirm(3);
        await days.RunAsync();
        Assert.Empty(days.Provider.There);
        Assert.Equal((null, 0), (days.Source.State.Brake, days.Source.State.Confirmed));
    }

    [Fact]
    public async Task A_lost_account_deletes_nothing_there_and_is_filled_again()
    {
        await using var days = await Days.BeginAsync("delete-after=1d");
        days.Arrive("one");
        await days.RunAsync();
        await days.LoseAccountAsync();
        var report = await days.RunAsync();
        Assert.Equal(1, report.Fetched);
        Assert.Contains("new, or an older copy", report.Brake, StringComparison.Ordinal);
        Assert.Empty(await days.PlayAsync(5, _ => Task.CompletedTask));
        Assert.Equal(1, (await days.RunAsync()).WaitingDeletions);
        days.Confirm(1);
        await days.RunAsync();
        Assert.Empty(days.Provider.There);
    }

    [Fact]
    public async Task Confirmed_lets_exactly_so_many_go_once_those_first_that_were_shown()
    {
        var (days, names) = await ConfirmEightOfTwentyAsync();
        await using var _ = days;
        days.Time.Advance(TimeSpan.FromMinutes(5));
        await days.DeleteAsync(names[8..10]);
        var report = await days.RunAsync();
        Assert.Equal((8, 2), (report.Deleted, report.WaitingDeletions));
        Assert.NotNull(report.Brake);
        Assert.Equal(names[8..], days.Provider.There.Order());
        Assert.Equal(0, (await days.RunAsync()).Deleted);
        Assert.Equal(12, days.Provider.There.Count);
    }

    [Fact]
    public async Task What_was_confirmed_is_not_taken_for_another_alarm()
    {
        await using var days = await Days.BeginAsync("delete-when-deleted-here delete-after=1d", with: s => s with { BrakeMessages = 6 });
        var names = Enumerable.Range(0, 8).Select(i => $"m{i}").ToArray();
        foreach (var name in names)
            days.Arrive(name);
        await days.RunAsync();
        await days.DeleteAsync(names[..7]);
        await days.RunAsync();
        days.Confirm(7);
        await days.LoseAccountAsync();
        days.Time.Advance(TimeSpan.FromDays(2));
        var report = await days.RunAsync();
        Assert.Equal(0, report.Deleted);
        Assert.Contains("new, or an older copy", report.Brake, StringComparison.Ordinal);
        Assert.Equal(0, days.Source.State.Confirmed);
        Assert.Equal(8, days.Provider.There.Count);
    }

    [Fact]
    public async Task What_was_confirmed_and_broke_off_is_still_confirmed()
    {
        await using var days = await Days.BeginAsync("delete-when-deleted-here");
        days.Arrive("one");
        await days.RunAsync();
        await days.DeleteAsync("one");
        await days.RunAsync();
        days.Confirm(1);
        days.Provider.BreaksAtEnd = true;
        Assert.NotNull((await days.RunAsync()).Error);
        Assert.Equal(("the account here is empty", 1), (days.Source.State.Brake, days.Source.State.Confirmed));
        days.Provider.BreaksAtEnd = false;
        await days.RunAsync();
        Assert.Empty(days.Provider.There);
    }

    [Fact]
    public async Task What_was_confirmed_is_spent_by_a_run_that_is_stopped()
    {
        var (days, names) = await ConfirmEightOfTwentyAsync();
        await using var _ = days;
        days.Provider.StrikesAtEnd = new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(() => days.RunAsync());
        days.Provider.StrikesAtEnd = null;
        await days.DeleteAsync(names[8..16]);
        var report = await days.RunAsync();
        Assert.Equal((0, 8), (report.Deleted, report.WaitingDeletions));
        Assert.Equal(names[8..], days.Provider.There.Order());
    }

    [Fact]
    public async Task Older_settings_that_were_put_back_delete_nothing_before_somebody_has_looked()
    {
        await using var days = await Days.BeginAsync("delete-after=1d");
        days.Arrive("one");
        await days.RunAsync();
        var before = days.Source.Runs;
        for (var i = 0; i < 3; i++)
            await days.RunAsync();
        days.Store.Sources.BeginRun(days.Source, before);
        days.Time.Advance(TimeSpan.FromDays(2));
        Assert.StartsWith("postfach.db is older", (await days.RunAsync()).Brake, StringComparison.Ordinal);
        Assert.Equal(before + 4, days.Source.Runs);
        days.Confirm(1);
        await days.RunAsync();
        Assert.Empty(days.Provider.There);
        Assert.Null((await days.RunAsync()).Brake);
    }

    [Fact]
    public async Task A_clock_that_jumps_a_year_ahead_deletes_nothing_before_somebody_has_looked()
    {
        await using var days = await Days.BeginAsync("delete-after=14d");
        foreach (var i in Enumerable.Range(0, 20))
            days.Arrive($"m{i}");
        await days.RunAsync();
        days.Time.Advance(TimeSpan.FromDays(365));
        var report = await days.RunAsync();
        Assert.Equal(("20 of 20 messages would be deleted at once, as the last run was 365 days ago by the clock", 20), (report.Brake, report.WaitingDeletions));
        Assert.Equal("20 von 20 Nachrichten würden auf einmal gelöscht, da der letzte Lauf nach der Uhr 365 Tage her ist", BrakeText.In(Language.German, report.Brake!));
        Assert.Equal(20, (await days.RunAsync()).WaitingDeletions);
        days.Confirm(20);
        Assert.Equal(20, (await days.RunAsync()).Deleted);
    }

    [Fact]
    public void A_day_of_bytes_that_a_wrong_clock_began_is_none()
    {
        var ahead = new SourceState { BudgetFrom = Days.Start.AddYears(1), BudgetUsed = 1000 };
        Assert.Equal(1000, new ByteBudget(Settings with { DailyBytes = 1000 }, ahead, Days.Start).Left);
        Assert.Equal(0, new ByteBudget(Settings with { DailyBytes = 1000 }, ahead, Days.Start.AddYears(1).AddHours(1)).Left);
    }

    [Fact]
    public async Task Another_mailbox_waits_for_a_word_and_no_longer()
    {
        await using var days = await Days.BeginAsync("delete-after=3d");
        days.Arrive("one");
        await days.RunAsync();
        days.Store.Sources.Update(days.Source, days.Source.Settings with { User = "bert" }, default);
        var report = await days.RunAsync();
        Assert.Equal(("it is another mailbox than before (anna at pop.example.org:995 by POP3)", 0), (report.Brake, report.WaitingDeletions));
        days.Confirm(0);
        Assert.Null((await days.RunAsync()).Brake);
        Assert.Equal(3, (await days.PlayAsync(5, _ => Task.CompletedTask))["one"]);
    }

    [Fact]
    public async Task A_message_that_is_moved_while_somebody_looks_is_never_taken_for_deleted()
    {
        await using var days = await Days.BeginAsync("delete-when-deleted-here");
        days.Arrive("m7");
        await days.RunAsync();

        // What lies between the two takes a while to look at.
        foreach (var i in Enumerable.Range(0, 3000))
            days.Arrive($"other{i}");
        await days.RunAsync();
        await days.Account.CreateMailboxAsync(MailboxName.Parse("Zulu"), SpecialUse.None, new Actor("", "", ""), TestContext.Current.CancellationToken);
        await days.MoveAsync("m7", "Zulu");
        var ids = days.Account.Ledger.Mailboxes(days.Source.Id).Select(m => m.Id).ToList();
        using var stop = new CancellationTokenSource();
        var moving = Task.Run(async () =>
        {
            for (var to = "Archive"; !stop.IsCancellationRequested; to = to == "Zulu" ? "Archive" : "Zulu")
                await days.MoveAsync("m7", to);
        }, TestContext.Current.CancellationToken);
        for (var look = 0; look < 200; look++)
        {
            var lines = await days.Account.Ledger.LookAsync(ids, days.Time.GetUtcNow(), TestContext.Current.CancellationToken);
            Assert.DoesNotContain(lines[0], e => e.DeletedHere is not null);
        }

        await stop.CancelAsync();
        await moving;
    }

    // Twenty are there; eight that were deleted here waited, and may go.
    private static async Task<(Days Days, string[] Names)> ConfirmEightOfTwentyAsync()
    {
        var days = await Days.BeginAsync("delete-when-deleted-here", with: s => s with { BrakeMessages = 6 });
        var names = Enumerable.Range(0, 20).Select(i => $"m{i:00}").ToArray();
        foreach (var name in names)
            days.Arrive(name);
        await days.RunAsync();
        await days.DeleteAsync(names[..8]);
        Assert.Equal(8, (await days.RunAsync()).WaitingDeletions);
        days.Confirm(8);
        return (days, names);
    }
}
