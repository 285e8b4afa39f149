namespace Postfach.Store;

/// <summary>
/// Walks rows in the order of their ids: on to one that is near by stepping, to any other by a search. Twenty thousand rows one after the other take a tenth
/// of the time of as many searches. Not thread-safe; a read transaction is open until <see cref="End"/>.
/// </summary>
/// <param name="statement">Gives rows with ids from ?1 on, in order, the id first.</param>
internal struct RowCursor(Statement statement)
{
    // A step over a row costs about a third of a search.
    private const int MaxSteps = 4;

    private bool _hasRow;
    private long _at;

    /// <summary>The row moved to.</summary>
    public readonly Statement Row => statement;

    /// <summary>False: there is no row with this id.</summary>
    public bool MoveTo(long id)
    {
        if (!_hasRow || id < _at)
            Search(id);
        for (var steps = 0; _hasRow && _at < id; steps++)
        {
            if (steps == MaxSteps)
                Search(id);
            else
                Step();
        }

        return _hasRow && _at == id;
    }

    public void End()
    {
        statement.Reset();
        _hasRow = false;
    }

    private void Search(long id)
    {
        statement.Reset();
        statement.Bind(1, id);
        Step();
    }

    private void Step()
    {
        _hasRow = statement.Step();
        _at = _hasRow ? statement.Int64(0) : 0;
    }
}
