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
        var database = _idle.TryTake(out var idle) ? idle : Database.OpenForReading(path);
        var sound = false;
        try
        {
            var result = read(database, argument);
            sound = true;
            return result;
        }
        finally
        {
            // One that failed may hold a read transaction open: it goes.
            if (sound && !_closed && _idle.Count < Kept)
                _idle.Add(database);
            else
                database.Dispose();
        }
    }

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var database))
            database.Dispose();
    }
}
