namespace Postfach.Store;

/// <summary>A write transaction: rolled back when it is disposed without having been committed.</summary>
internal sealed class Transaction : IDisposable
{
    private readonly Database _database;

    public Transaction(Database database)
    {
        _database = database;
        _database["BEGIN IMMEDIATE"].Run();
    }

    public bool IsOpen => _database.InTransaction;

    /// <summary>Runs a part that can fail alone: what it wrote is then taken back, and the rest goes on.</summary>
    public void Part(Action part)
    {
        _database["SAVEPOINT part"].Run();
        try
        {
            part();
            _database["RELEASE part"].Run();
        }
        catch
        {
            UndoPart();
            throw;
        }
    }

    /// <summary>Makes all of it durable.</summary>
    public void Commit() => _database["COMMIT"].Run();

    public void Dispose()
    {
        // A full disk or a failed sync may have ended the transaction already.
        if (_database.InTransaction)
            _database["ROLLBACK"].Run();
    }

    private void UndoPart()
    {
        if (_database.InTransaction)
        {
            _database["ROLLBACK TO part"].Run();
            _database["RELEASE part"].Run();
        }
    }
}
