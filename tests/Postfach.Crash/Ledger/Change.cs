namespace Postfach.Crash.Ledger;

/// <summary>A command that changes messages: all of it happens or nothing.</summary>
internal sealed class Change(string kind)
{
    private readonly List<(LedgerEntry Entry, Place? After)> _parts = [];

    public string Kind => kind;

    public IReadOnlyList<(LedgerEntry Entry, Place? After)> Parts => _parts;

    /// <summary>Somebody saw its outcome: then it was durable, answered or not.</summary>
    public bool WasSeen { get; set; }

    public void Add(LedgerEntry entry, Place? after) => _parts.Add((entry, after));

    public Place? AfterOf(LedgerEntry entry) => _parts.First(p => p.Entry == entry).After;
}
