using System.Collections.Concurrent;

namespace Postfach.Store;

/// <summary>
/// Reading connections of an account. One is taken for a single call and given back, so there are never more than threads that read; a few are kept.
/// </summary>
internal sealed class ReaderPool(string path) : IDisposable
{
    private const int Kept = 4;

    private readonly ConcurrentBag<Database> _idle = [];
    private volatile bool _closed;

    public T Read<T, TArgument>(TArgument argument, Func<Database, TArgument, T> read)
        where TArgument : allows ref struct
    {
        var database = Take();
        var sound = false;
        try
        {
            var result = read(database, argument);
            sound = true;
            return result;
        }
        finally
        {
            GiveBack(database, sound);
        }
    }

    /// <summary>A connection for the time of one call; give it back in the same one.</summary>
    public Database Take() => _idle.TryTake(out var idle) ? idle : Database.OpenForReading(path);

    /// <param name="sound">One that failed may hold a read transaction open: it goes.</param>
    public void GiveBack(Database database, bool sound)
    {
        if (sound && !_closed && _idle.Count < Kept)
            _idle.Add(database);
        else
            database.Dispose();
    }

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var database))
            database.Dispose();
    }
}
