namespace Postfach.Store;

/// <summary>How far a reader has followed the feed: all of the rows before one, and of that one the first bodies.</summary>
/// <param name="At">When the row was committed: an account's file that has another row there, or none, is not the one that was followed.</param>
/// <param name="Done">Bodies of the row that were looked at; <see cref="Whole"/>: all.</param>
internal readonly record struct FeedCursor(long ModSeq, long At, int Done)
{
    public const int Whole = int.MaxValue;

    public static readonly FeedCursor Start = new(0, 0, Whole);

    /// <summary>The mod-sequence up to which all has been looked at.</summary>
    public long Followed => Done == Whole ? ModSeq : ModSeq - 1;
}
