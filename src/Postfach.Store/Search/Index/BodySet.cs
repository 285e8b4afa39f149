using Postfach.Mail;

namespace Postfach.Store;

/// <summary>A set of bodies: a bit for each number, in pages, so that it does not matter where the numbers begin. Not thread-safe.</summary>
internal sealed class BodySet
{
    private const int PageShift = 15;

    private readonly Dictionary<uint, BitSet> _pages = [];

    public long Count { get; private set; }

    public bool Contains(BodyId body) => _pages.TryGetValue(body.Value >> PageShift, out var page) && page.Contains(InPage(body));

    public void Add(BodyId body)
    {
        if (!_pages.TryGetValue(body.Value >> PageShift, out var page))
            _pages[body.Value >> PageShift] = page = new BitSet(1 << PageShift);
        if (page.Contains(InPage(body)))
            return;
        page.Add(InPage(body));
        Count++;
    }

    private static int InPage(BodyId body) => (int)(body.Value & ((1 << PageShift) - 1));
}
