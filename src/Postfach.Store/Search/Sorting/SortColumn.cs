namespace Postfach.Store;

/// <summary>What messages are ordered by under one criterion, for each a value. Not thread-safe.</summary>
internal abstract class SortColumn
{
    /// <summary>Orders messages, given by their places, in no particular order among equals.</summary>
    public abstract void Sort(Span<int> places);

    public abstract bool AreEqual(int one, int other);
}
