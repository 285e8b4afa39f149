using System.Diagnostics;
using Postfach.Testing;

namespace Postfach.Bench.Servers;

/// <summary>A process whose log goes straight into a file, so that reading it costs nothing while something is measured.</summary>
internal sealed class ServerProcess : IDisposable
{
    // Of the bench's own runtime; a server shall run as its users run it.
    private static readonly string[] OwnVariables = ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT"];

    private readonly Process _process;

    public ServerProcess(string logFile, IReadOnlyDictionary<string, string> variables, params string[] command)
    {
        // exec: the shell becomes the program, so that its id is the program's.
        const string Script = "log=$1; shift; exec \"$@\" 2>>\"$log\" </dev/null";
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", logFile, .. command]) { RedirectStandardOutput = true };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("POSTFACH_", StringComparison.Ordinal)).Concat(OwnVariables).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        Started = Stopwatch.GetTimestamp();
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} was not started.");
    }

    public int Id => _process.Id;

    /// <summary>A time stamp of <see cref="Stopwatch"/>.</summary>
    public long Started { get; }

    public StreamReader Output => _process.StandardOutput;

    /// <summary>Asks it to stop and waits for its end, and for that of all it has started.</summary>
    public async Task StopAsync()
    {
        var all = ProcessTree.Of(Id);
        if (!_process.HasExited)
            await PostfachProgram.SignalAsync(Id, "TERM", CancellationToken.None);
        await _process.WaitForExitAsync().WaitAsync(PostfachProgram.Patience);

        // Not for ever: a number may have been given to somebody else meanwhile.
        var since = Stopwatch.GetTimestamp();
        while (all.Any(id => Directory.Exists($"/proc/{id}")) && Stopwatch.GetElapsedTime(since) < PostfachProgram.Patience)
            await Task.Delay(20);
    }

    public void Dispose() => _process.Dispose();
}
