using System.Collections.Concurrent;

namespace Postfach.Store;

/// <summary>A bounded number of threads of their own that write for all accounts: each works for one account at a time, and an account has one at most.</summary>
internal sealed class WriterPool : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread[] _threads;

    public WriterPool(int threads)
    {
        _threads = new Thread[threads];
        for (var i = 0; i < threads; i++)
        {
            _threads[i] = new Thread(Run) { IsBackground = true, Name = $"store writer {i}" };
            _threads[i].Start();
        }
    }

    /// <summary>Lets a thread do some work soon; it must not throw.</summary>
    public void Schedule(Action work) => _work.Add(work);

    /// <summary>Ends the threads once all work is done.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        foreach (var thread in _threads)
            thread.Join();
        _work.Dispose();
    }

    private void Run()
    {
        foreach (var work in _work.GetConsumingEnumerable())
            work();
    }
}
