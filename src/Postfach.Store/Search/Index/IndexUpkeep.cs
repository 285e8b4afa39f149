namespace Postfach.Store;

/// <summary>Keeps the segments of an index few, and free of what has gone.</summary>
/// <param name="areThere">Of bodies, by their numbers.</param>
internal sealed class IndexUpkeep(IndexFile file, Func<uint[], bool[]> areThere)
{
    private const int BlocksAtOnce = 64;

    /// <param name="mayBeHollow">Bodies have gone since the last time.</param>
    /// <returns>Whether there is more to do.</returns>
    public async Task<bool> RunAsync(bool mayBeHollow, Throttle throttle, CancellationToken ct)
    {
        var segments = file.Tables.ReadSegments();
        var chosen = MergePolicy.Choose(segments);
        if (chosen.Count > 0)
            await MergeAsync(chosen, throttle, ct);
        foreach (var segment in mayBeHollow ? segments.Except(chosen) : [])
        {
            if (MergePolicy.IsHollow(segment.Bodies.Length, areThere(segment.Bodies).Count(t => !t)))
                await MergeAsync([segment], throttle, ct);
        }

        while (file.Tables.FindUnfinished() is { } unfinished)
            await DeleteBlocksAsync(unfinished, throttle, ct);
        return chosen.Count > 0;
    }

    private async Task MergeAsync(IReadOnlyList<IndexSegment> segments, Throttle throttle, CancellationToken ct)
    {
        await new SegmentMerger(file, segments, areThere).RunAsync(throttle, ct);
        foreach (var segment in segments)
            await DeleteBlocksAsync(segment.Id, throttle, ct);
    }

    private async Task DeleteBlocksAsync(long segment, Throttle throttle, CancellationToken ct)
    {
        while (file.Tables.DeleteBlocks(segment, BlocksAtOnce))
            await throttle.RestAsync(ct);
    }
}
