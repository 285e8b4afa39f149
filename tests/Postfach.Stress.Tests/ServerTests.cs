namespace Postfach.Stress.Tests;

/// <summary>The short form of <c>tests/Postfach.Stress</c>, against Postfach; and against Dovecot, which proves the tester itself.</summary>
public sealed class ServerTests
{
    private const int Seed = 20_260_301;

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Postfach_is_right_under_load()
    {
        var report = await OwnServer.RunPostfachAsync(Settings(TimeSpan.FromSeconds(30)), TestContext.Current.CancellationToken);
        Check(report);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task What_Dovecot_does_is_not_reported()
    {
        RealProgram.Require(DovecotProcess.Missing);
        var report = await OwnServer.RunDovecotAsync(Settings(TimeSpan.FromSeconds(10)), TestContext.Current.CancellationToken);
        Check(report);
    }

    private static Func<StressServer, IReadOnlyList<StressUser>, StressSettings> Settings(TimeSpan time) =>
        (server, users) => new StressSettings(Seed, server, users) { Connections = 12, Time = time };

    private static void Check(StressReport report)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(report.ToString());
        Assert.True(report.Findings.Count == 0, report.ToString());
        Assert.True(report.CheckPoints > 0);
        foreach (var kind in new[] { "delivery", "RETR", "resynchronise", "SEARCH", "SEARCH of new" })
            Assert.True(report.Count(kind) > 0, kind);
    }
}
