namespace Postfach.Store;

/// <summary>A bounded number of threads of their own that write for all accounts: each works for one account at a time, and an account has one at most.</summary>
/// <remarks>
/// A thread that has nothing to do sleeps at once: a queue's threads that spin before they sleep cost more processor than the deliveries themselves. The one that
/// went to sleep last is woken first, as its caches are warm.
/// </remarks>
internal sealed class WriterPool : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<Action> _work = new();
    private readonly Stack<Writer> _idle = new();
    private readonly Writer[] _writers;
    private bool _closing;

    public WriterPool(int threads)
    {
        _writers = new Writer[threads];
        for (var i = 0; i < threads; i++)
            _writers[i] = new Writer(this, $"store writer {i}");
    }

    /// <summary>Lets a thread do some work soon; it must not throw.</summary>
    public void Schedule(Action work)
    {
        Writer? idle;
        lock (_lock)
        {
            if (!_idle.TryPop(out idle))
                _work.Enqueue(work);
        }

        idle?.Wake(work);
    }

    /// <summary>Ends the threads once all work is done.</summary>
    public void Dispose()
    {
        Writer[] idle;
        lock (_lock)
        {
            _closing = true;
            idle = [.. _idle];
            _idle.Clear();
        }

        foreach (var writer in idle)
            writer.Wake(null);
        foreach (var writer in _writers)
            writer.Join();
    }

    /// <summary>The next work; null when the writer is to sleep, or, once the pool is closing, to end.</summary>
    private Action? Next(Writer writer, out bool ends)
    {
        lock (_lock)
        {
            ends = false;
            if (_work.TryDequeue(out var work))
                return work;
            ends = _closing;
            if (!ends)
                _idle.Push(writer);
            return null;
        }
    }

    /// <summary>One thread.</summary>
    private sealed class Writer
    {
        private readonly WriterPool _pool;
        private readonly Thread _thread;
        private readonly object _sleep = new();
        private Action? _handed;
        private bool _awake;

        public Writer(WriterPool pool, string name)
        {
            _pool = pool;
            _thread = new Thread(Run) { IsBackground = true, Name = name };
            _thread.Start();
        }

        /// <summary>Hands a sleeping writer its next work; null: it looks for itself.</summary>
        public void Wake(Action? work)
        {
            lock (_sleep)
            {
                (_handed, _awake) = (work, true);
                Monitor.Pulse(_sleep);
            }
        }

        public void Join() => _thread.Join();

        private void Run()
        {
            while (true)
            {
                var work = _pool.Next(this, out var ends);
                if (ends)
                    return;
                (work ?? Sleep())?.Invoke();
            }
        }

        private Action? Sleep()
        {
            lock (_sleep)
            {
                while (!_awake)
                    Monitor.Wait(_sleep);
                _awake = false;
                var work = _handed;
                _handed = null;
                return work;
            }
        }
    }
}
