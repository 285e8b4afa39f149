using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>
/// When all of a mailbox is listed again, though nothing says that anything has changed: where the provider has no mod-sequences, to see flags; where it hid
/// messages, to see whether it still does. Pure.
/// </summary>
/// <remarks>
/// A listing is some 100 bytes a message. A small mailbox costs 200 KB an hour so at most; of a big one the newest are asked whenever it is opened, which are
/// those that people read and answer, and all of it once a day.
/// </remarks>
internal static class WholeLook
{
    /// <summary>Messages: a mailbox is small up to here, and of a bigger one the flags of so many of the newest are looked at each time.</summary>
    public const int Newest = 2000;

    private static readonly TimeSpan BetweenLooksAtSmall = TimeSpan.FromHours(1), BetweenLooksAtBig = TimeSpan.FromDays(1);

    public static bool IsDue(RemoteCursor known, DateTimeOffset now)
    {
        // Later than now: a clock was ahead of time.
        if (known.Listed is not { } last || last > now)
            return true;
        return (known.HighestModSeq == 0 || known.Hidden > 0) && now - last >= (known.Exists <= Newest ? BetweenLooksAtSmall : BetweenLooksAtBig);
    }
}
