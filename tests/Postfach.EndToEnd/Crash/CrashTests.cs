using Postfach.Crash;
using Postfach.Crash.Fetching;
using Postfach.EndToEnd.Hosting;

namespace Postfach.EndToEnd.Crash;

/// <summary>The short form of <c>tests/Postfach.Crash</c>.</summary>
[Collection(RunsAlone.Name)]
[Trait("Speed", "slow")]
public sealed class CrashTests : IDisposable
{
    private const int Kills = 8;
    private const int Seed = 20_260_101;

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task What_was_answered_is_there_after_every_kill()
    {
        var run = new CrashRun(new CrashSettings(Kills, Seed, _temp["data"]), _ => { });
        await run.RunAsync(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(run.Report.ToString());
        Assert.Empty(run.Report.Violations);
        Assert.True(run.Report.AcknowledgedChanges > 0);
    }

    [Theory]
    [InlineData("pop3")]
    [InlineData("imap")]
    public async Task What_is_fetched_and_deleted_is_neither_lost_nor_here_twice_after_every_kill(string protocol)
    {
        RealProgram.Require(DovecotProcess.Missing);
        await using var dovecot = await DovecotProcess.StartAsync([FetchCrashRun.User], "", TestContext.Current.CancellationToken);
        var run = new FetchCrashRun(dovecot.EndPoint, protocol, Kills, Seed, _temp["data"]);
        await run.RunAsync(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(run.ToString());
        Assert.Empty(run.Violations);
        Assert.True(run.Messages > 0 && run.Finished < Kills);
    }
}
