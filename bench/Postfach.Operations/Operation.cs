namespace Postfach.Operations;

/// <summary>Something the server does, small enough that what it costs can be named.</summary>
/// <param name="Name">What is done, for people; the allocations file knows it by this.</param>
/// <param name="PrepareAsync">Makes ready what it needs, once; what it gives does the operation each time it is called, one call after the other.</param>
public sealed record Operation(string Name, Func<Workplace, Task<Func<ValueTask>>> PrepareAsync)
{
    /// <summary>All that are measured, in the order in which they are.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        .. ImapCommandReading.All,
        .. LineCommandReading.All,
        .. MessageReading.All,
        .. SnapshotComparing.All,
        .. ImapSessions.All,
        .. Deliveries.All,
    ];

    /// <summary>An operation that is done at once and needs nothing but itself.</summary>
    internal static Operation Of(string name, Func<Action> prepare) => new(name, _ =>
    {
        var run = prepare();
        return Task.FromResult<Func<ValueTask>>(() =>
        {
            run();
            return default;
        });
    });
}
