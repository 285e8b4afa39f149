using System.Net;

namespace Postfach.Bench.Servers;

/// <summary>
/// A server that is measured: how it is started and stopped, where it listens, how much memory it takes. All take the same users and passwords.
/// </summary>
internal abstract class MailServer(string name, BenchFolder folder) : IAsyncDisposable
{
    public const string Password = "secret";

    private ServerProcess? _process;
    private long _logRead;

    /// <summary>As it is called in the report.</summary>
    public string Name { get; } = name;

    public abstract ServerKinds Kind { get; }

    /// <summary>Where it may write.</summary>
    protected BenchFolder Folder { get; } = folder;

    /// <summary>Set while it runs.</summary>
    protected ServerProcess Process => _process ?? throw new InvalidOperationException($"{Name} does not run.");

    protected string LogFile => Folder["log"];

    public abstract IPEndPoint EndPoint(string listener);

    /// <summary>Waits until it has done what it does behind its answers, so that it is not measured with what comes next.</summary>
    public virtual Task SettleAsync() => Task.CompletedTask;

    /// <summary>Starts it and waits until it can be logged in to.</summary>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> StartAsync()
    {
        _process = Launch();
        return await WaitUntilReadyAsync();
    }

    /// <summary>Asks it to stop, and waits for its end. It may not run.</summary>
    public async Task StopAsync()
    {
        if (_process is null)
            return;
        await _process.StopAsync();
        _process.Dispose();
        _process = null;
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Makes a user's full-text index anew. It runs before and after.</summary>
    /// <returns>How long it took; what was there is thrown away before.</returns>
    public abstract Task<TimeSpan> ReindexAsync(string user);

    /// <summary>What a user's full-text index takes on the disk.</summary>
    public abstract long IndexBytes(string user);

    /// <summary>Of all its processes together.</summary>
    public long MemoryBytes() => ProcessTree.ProportionalBytes(Process.Id);

    /// <summary>Takes care that there are such users; it does not run.</summary>
    public abstract Task AddUsersAsync(IReadOnlyList<string> users);

    /// <summary>What its log tells of anything that was refused, dropped or broken since the last time.</summary>
    public IReadOnlyList<string> TakeTroubles()
    {
        if (!File.Exists(LogFile))
            return [];
        using var log = new StreamReader(new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        log.BaseStream.Position = Math.Min(_logRead, log.BaseStream.Length);
        var troubles = new List<string>();
        while (log.ReadLine() is { } line)
        {
            if (IsTrouble(line))
                troubles.Add(line);
        }

        _logRead = log.BaseStream.Position;
        return troubles;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    protected abstract ServerProcess Launch();

    protected abstract Task<TimeSpan> WaitUntilReadyAsync();

    protected abstract bool IsTrouble(string line);
}
