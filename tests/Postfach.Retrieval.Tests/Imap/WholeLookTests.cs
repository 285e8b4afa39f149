using Postfach.Store;

namespace Postfach.Retrieval.Tests.Imap;

public sealed class WholeLookTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 2000, 0, 59, false)]
    [InlineData(0, 2000, 0, 60, true)]
    [InlineData(0, 2001, 0, 60 * 23, false)]
    [InlineData(0, 2001, 0, 60 * 24, true)]
    [InlineData(7, 2000, 0, 60 * 24 * 400, false)] // mod-sequences tell
    [InlineData(7, 20_000, 10_000, 60 * 23, false)]
    [InlineData(7, 20_000, 10_000, 60 * 24, true)] // not of what is hidden
    public void Is_due_where_nothing_would_tell(ulong modSeq, uint exists, uint hidden, int minutesAgo, bool due) =>
        Assert.Equal(due, WholeLook.IsDue(new RemoteCursor(1, 30_000, modSeq, exists, 0, hidden, Now - TimeSpan.FromMinutes(minutesAgo)), Now));

    [Fact]
    public void Is_due_where_the_last_one_is_yet_to_come() => Assert.True(WholeLook.IsDue(new RemoteCursor(1, 30, 0, 20, Listed: Now.AddYears(1)), Now));

    [Fact]
    public void Is_due_where_flags_were_never_remembered() => Assert.True(WholeLook.IsDue(new RemoteCursor(1, 30, 7, 20), Now));
}
