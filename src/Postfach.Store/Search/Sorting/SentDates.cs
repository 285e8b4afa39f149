using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// The sent dates of an open account's bodies, as far as somebody has ordered by them: eight bytes each, and never another for the same body. Any thread may call.
/// </summary>
internal sealed class SentDates
{
    private const int PageSize = 4096;

    // 0 is what nobody has asked for; the date 0 is told apart from it by its upper bit.
    private const long Nothing = long.MinValue, Epoch = long.MaxValue;

    private readonly Lock _growing = new();
    private volatile long[]?[] _pages = [];

    /// <param name="sent">Seconds since 1970; null: the message does not say.</param>
    /// <returns>False: not known here.</returns>
    public bool TryGet(BodyId body, out long? sent)
    {
        var (page, place) = Math.DivRem(body.Value, PageSize);
        var pages = _pages;
        var value = page < pages.Length && pages[page] is { } dates ? Volatile.Read(ref dates[place]) : 0;
        sent = value switch { 0 or Nothing => null, Epoch => 0, _ => value };
        return value != 0;
    }

    public void Keep(BodyId body, long? sent)
    {
        var (page, place) = Math.DivRem(body.Value, PageSize);
        Volatile.Write(ref PageOf(page)[place], sent switch { null => Nothing, 0 => Epoch, { } value => value });
    }

    private long[] PageOf(uint page)
    {
        if (page < _pages.Length && _pages[page] is { } known)
            return known;
        lock (_growing)
        {
            var pages = _pages;
            if (page >= pages.Length)
                Array.Resize(ref pages, (int)page + 1);
            var dates = pages[page] ??= new long[PageSize];
            _pages = pages;
            return dates;
        }
    }
}
