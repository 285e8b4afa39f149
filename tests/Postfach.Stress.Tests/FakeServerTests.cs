using Postfach.Stress.Tests.Fake;

namespace Postfach.Stress.Tests;

/// <summary>The tester against a server that is right, and against one that does one thing wrong.</summary>
public sealed class FakeServerTests
{
    private const int Seed = 20_260_302;
    private const int MostCommands = 60_000;

    [Fact]
    public async Task Nothing_is_found_where_nothing_is_wrong()
    {
        var report = await RunAsync(FakeFault.None, 8_000);
        Assert.True(report.Findings.Count == 0, report.ToString());
        Assert.True(report.CheckPoints > 5);
        foreach (var kind in new[] { "FETCH", "STORE", "STORE if unchanged", "SEARCH", "SEARCH of new", "COPY", "MOVE", "APPEND", "EXPUNGE", "resynchronise" })
            Assert.True(report.Count(kind) > 10, $"{kind}: {report.Count(kind)}");
    }

    [Theory]
    [InlineData(FakeFault.ExpungeDuringFetch, "EXPUNGE at a forbidden moment")]
    [InlineData(FakeFault.ExpungeBetweenCommands, "EXPUNGE at a forbidden moment")]
    [InlineData(FakeFault.ExistsNeverAnnounced, "a sequence number that was never announced", "UIDs and sequence numbers disagree")] // by FETCH or by VANISHED, whichever comes first
    [InlineData(FakeFault.ExistsFalls, "EXISTS falls without EXPUNGE")]
    [InlineData(FakeFault.UidMapShiftsAfterExpunge, "UIDs and sequence numbers disagree")]
    [InlineData(FakeFault.SizeChanges, "data that never changes has changed")]
    [InlineData(FakeFault.EnvelopeChanges, "data that never changes has changed")]
    [InlineData(FakeFault.BodyStructureOfAnotherMessage, "data that never changes has changed")]
    [InlineData(FakeFault.InternalDateChanges, "data that never changes has changed")]
    [InlineData(FakeFault.HeaderChanges, "data that never changes has changed")]
    [InlineData(FakeFault.FetchLeavesOut, "FETCH leaves a message out")]
    [InlineData(FakeFault.FlagsOverwritten, "a change of flags is lost")]
    [InlineData(FakeFault.ChangeNeverTold, "a change was never told")]
    [InlineData(FakeFault.ModSeqGoesBack, "MODSEQ goes back or stands still")]
    [InlineData(FakeFault.ModSeqStandsStill, "MODSEQ goes back or stands still")]
    [InlineData(FakeFault.ConditionIgnored, "a conditional STORE changes what was changed")]
    [InlineData(FakeFault.ResyncMissesVanished, "a QRESYNC resynchronisation misses a change")]
    [InlineData(FakeFault.ResyncMissesChange, "a QRESYNC resynchronisation misses a change")]
    [InlineData(FakeFault.RecentTwice, "\\Recent is seen by two sessions")]
    [InlineData(FakeFault.KeywordUnannounced, "a keyword was not in FLAGS before it was used")]
    [InlineData(FakeFault.SearchMissesHit, "SEARCH differs from the model")]
    [InlineData(FakeFault.SearchHasFalseHit, "SEARCH differs from the model")]
    [InlineData(FakeFault.SearchMissesNewText, "SEARCH differs from the model")]
    [InlineData(FakeFault.SearchFindsExpunged, "SEARCH differs from the model")]
    [InlineData(FakeFault.AppendLoses, "APPEND loses or tells another UID")]
    [InlineData(FakeFault.CopyDoubles, "COPY or MOVE doubles")]
    [InlineData(FakeFault.CopyLeavesOut, "COPY loses or tells other UIDs")]
    [InlineData(FakeFault.MoveLoses, "MOVE loses or tells other UIDs")]
    [InlineData(FakeFault.MoveDoubles, "COPY or MOVE doubles")]
    [InlineData(FakeFault.ExpungeTakesAnother, "a message is gone that nobody deleted, or stays that was expunged")]
    [InlineData(FakeFault.StatusMiscounts, "STATUS differs from the mailbox")]
    [InlineData(FakeFault.UidValidityChanges, "UIDVALIDITY changed")]
    public async Task A_planted_fault_is_found_and_named(FakeFault fault, string rule, string? orRule = null)
    {
        var report = await RunAsync(fault, MostCommands);
        TestContext.Current.TestOutputHelper?.WriteLine($"{fault}: {report.Commands} commands, {report.CheckPoints} check points");
        Assert.Contains(report.Findings, f => (f.Rule.Name == rule || f.Rule.Name == orRule) && f.Seed == Seed && f.Log.Count > 0 && f.Session.Length > 0);
    }

    private static async Task<StressReport> RunAsync(FakeFault fault, int mostCommands)
    {
        await using var server = new FakeServer(fault);
        var run = new StressRun(new StressSettings(Seed, new StressServer(server.EndPoint), [new StressUser("anna", "secret")])
        {
            Connections = 6,
            MostCommands = mostCommands,
            Time = TimeSpan.FromMinutes(1),
        });
        await run.RunAsync(TestContext.Current.CancellationToken);
        return run.Report;
    }
}
