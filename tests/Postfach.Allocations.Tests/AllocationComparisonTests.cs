namespace Postfach.Allocations.Tests;

public sealed class AllocationComparisonTests
{
    [Theory]
    [InlineData(0, 64, false)]
    [InlineData(0, 65, true)]
    [InlineData(500, 436, false)]
    [InlineData(500, 435, true)]
    [InlineData(10_000, 11_000, false)]
    [InlineData(10_000, 11_001, true)]
    [InlineData(10_000, 9_000, false)]
    [InlineData(10_000, 8_999, true)]
    public void A_figure_may_differ_by_a_tenth_or_64_bytes(long held, long found, bool differs) =>
        Assert.Equal(differs, AllocationComparison.Differences(Of("NOOP", held), Of("NOOP", found)).Count > 0);

    [Fact]
    public void A_name_that_one_side_lacks_is_a_difference() =>
        Assert.Equal(
            ["STORE: is not in the file", "NOOP: is in the file, but is no operation"],
            AllocationComparison.Differences(Of("NOOP", 100), Of("STORE", 100)));

    private static Dictionary<string, long> Of(string name, long bytes) => new() { [name] = bytes };
}
