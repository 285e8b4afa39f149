using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Postfach.Testing;

/// <summary>
/// A program of another mail server that runs until it is disposed of, or until the process of the tests is gone, however that ended; with it
/// end all the processes that it started. What it says is kept. No wait for it is without end, and each that ends tells what it has said.
/// </summary>
internal sealed class ServerProgram : IAsyncDisposable
{
    // It and the server have a process group, or two where the server makes one of its own. Its input closes when it is disposed of, and closes by itself
    // when the process at the other end is gone.
    private const string Keeper = """
        exec 3<&0 </dev/null
        trap : TERM
        "$@" 3<&- &
        server=$!
        signal() { kill -s $1 -- -$server; kill -s $1 0; }
        (trap '' TERM; cat <&3; signal TERM; sleep 5; signal KILL) >/dev/null 2>&1 &
        while kill -0 $server; do wait $server; done 2>/dev/null
        signal KILL 2>/dev/null
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _log = new();
    private readonly TaskCompletionSource _said = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string? _awaited;
    private readonly Process _process;
    private readonly Task _reading;

    private ServerProgram(ProcessStartInfo start, string? awaited)
    {
        _awaited = awaited;
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} was not started.");
        _reading = ReadAllAsync();
    }

    public IEnumerable<string> Log => _log;

    /// <param name="variables">Its whole environment, apart from PATH.</param>
    /// <param name="awaited">Words in its log that tell that it is ready; null: it tells nothing.</param>
    public static ServerProgram Start(IReadOnlyDictionary<string, string> variables, string? awaited, params string[] command)
    {
        var start = new ProcessStartInfo("/usr/bin/setsid", ["/bin/sh", "-c", Keeper, command[0], .. command]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return new ServerProgram(start, awaited);
    }

    /// <summary>Runs a tool of a server to its end.</summary>
    /// <exception cref="InvalidOperationException">Its status was not 0, or it did not end; the message says what it said.</exception>
    public static async Task RunAsync(string input, CancellationToken ct, params string[] command)
    {
        var start = new ProcessStartInfo("/usr/bin/timeout", [Patience.TotalSeconds.ToString(CultureInfo.InvariantCulture), .. command]);
        start.RedirectStandardInput = start.RedirectStandardError = true;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} was not started.");
        await process.StandardInput.WriteAsync(input.AsMemory(), ct);
        process.StandardInput.Close();
        var error = await process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {error}");
    }

    /// <summary>Waits for the words that it is to say.</summary>
    public Task ReadyAsync(CancellationToken ct) => InTimeAsync(_said.Task, $"has not said '{_awaited}'", ct);

    /// <summary>Waits until a server that tells nothing lets somebody log in.</summary>
    /// <exception cref="InvalidOperationException">It ended, or nobody can log in for a long time.</exception>
    public async Task LogInAsync(Func<CancellationToken, Task<IAsyncDisposable>> logIn, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            await InTimeAsync(TryLogInAsync(logIn, stop.Token), "lets nobody log in", ct);
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await InTimeAsync(Task.WhenAll(_process.WaitForExitAsync(CancellationToken.None), _reading), "does not end", CancellationToken.None);
        _process.Dispose();
    }

    private async Task TryLogInAsync(Func<CancellationToken, Task<IAsyncDisposable>> logIn, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await (await logIn(ct)).DisposeAsync();
                return;
            }
            catch (IOException) when (!_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), ct); // Nothing tells when somebody begins to listen
            }
        }
    }

    private async Task InTimeAsync(Task work, string fault, CancellationToken ct)
    {
        try
        {
            await work.WaitAsync(Patience, ct);
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            throw new InvalidOperationException($"{_process.StartInfo.ArgumentList[3]} {fault} ({e.Message}). It said:\n{string.Join('\n', _log)}", e);
        }
    }

    private async Task ReadAllAsync()
    {
        await Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
        _said.TrySetException(new IOException("it ended"));
    }

    // A pipe that nobody empties would stop the server.
    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            _log.Enqueue(line);
            if (_awaited is not null && line.Contains(_awaited, StringComparison.Ordinal))
                _said.TrySetResult();
        }
    }
}
