using Postfach.Mail;

namespace Postfach.Store;

/// <summary>The sources of a data folder. Any thread may call; a change is durable when it returns.</summary>
public sealed class SourceDirectory
{
    private readonly SourceTable _table;

    internal SourceDirectory(SourceTable table) => _table = table;

    /// <summary>A source was added, changed or removed by somebody else than its run.</summary>
    public event Action? Changed;

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<Source> List() => _table.Read();

    /// <summary>As it is now.</summary>
    public Source? Find(SourceId id) => List().FirstOrDefault(s => s.Id == id);

    public Source? Find(string name) => List().FirstOrDefault(s => s.Name == name);

    /// <param name="secret">Encrypted; empty: there is none.</param>
    /// <returns>False when there is one of that name.</returns>
    public bool Add(string name, AccountId account, SourceSettings settings, ReadOnlySpan<byte> secret) => Tell(_table.Insert(name, account, settings, secret));

    public void Update(Source source, SourceSettings settings, ReadOnlySpan<byte> secret)
    {
        _table.Update(source.Id, settings, secret);
        Tell(true);
    }

    /// <summary>What its owner does to it: pausing, confirming.</summary>
    public void Change(Source source, Func<SourceState, SourceState> change)
    {
        _table.ChangeState(source.Id, change);
        Tell(true);
    }

    /// <summary>The account's ledger of it stays where it is: see <see cref="RetrievalLedger.ForgetAsync"/>.</summary>
    public void Remove(Source source)
    {
        _table.Delete(source.Id);
        Tell(true);
    }

    /// <summary>A run begins.</summary>
    public void BeginRun(Source source, long runs) => _table.WriteRuns(source.Id, runs);

    /// <summary>What a run learns, while it runs.</summary>
    public void Learn(Source source, Func<SourceState, SourceState> change) => _table.ChangeState(source.Id, change);

    /// <summary>A run has ended.</summary>
    public void EndRun(Source source, Func<SourceState, SourceState> change, SourceRunRecord run)
    {
        _table.ChangeState(source.Id, change);
        _table.AddRun(source.Id, run);
    }

    /// <summary>What became of its runs, the newest first.</summary>
    public IReadOnlyList<SourceRunRecord> Runs(Source source, int limit) => _table.ReadRuns(source.Id, limit);

    private bool Tell(bool changed)
    {
        if (changed)
            Changed?.Invoke();
        return changed;
    }
}
