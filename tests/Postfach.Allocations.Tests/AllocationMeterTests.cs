using Postfach.Operations;

namespace Postfach.Allocations.Tests;

public sealed class AllocationMeterTests
{
    private static byte[] s_kept = [];

    [Fact]
    public async Task What_is_allocated_is_counted() =>
        // A length, a type and a word before them: 24 bytes on top.
        Assert.Equal(1024, await AllocationMeter.MeasureAsync(static () =>
        {
            s_kept = new byte[1000];
            return default;
        }));

    [Fact]
    public async Task What_other_threads_allocate_is_counted() =>
        Assert.InRange(await AllocationMeter.MeasureAsync(static async () => await Task.Run(static () => s_kept = new byte[10_000])), 10_024, 11_000);

    [Fact]
    public async Task Nothing_is_nothing() => Assert.Equal(0, await AllocationMeter.MeasureAsync(static () => default));
}
