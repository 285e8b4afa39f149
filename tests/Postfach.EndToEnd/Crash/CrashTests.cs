using Postfach.Crash;
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
}
