using System.Collections.Concurrent;
using System.Diagnostics;

namespace Postfach.Testing;

/// <summary>
/// A program of another mail server that runs until it is disposed of, with all the processes that it started: they are a process group of
/// their own. What it says is kept.
/// </summary>
internal sealed class ServerProgram : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _log = new();
    private readonly TaskCompletionSource _said = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string? _awaited;
    private readonly Process _process;
    private readonly Task _reading;

    private ServerProgram(ProcessStartInfo start, string? awaited)
    {
        _awaited = awaited;
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} was not started.");
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
    }

    public IEnumerable<string> Log => _log;

    /// <param name="variables">Its whole environment, apart from PATH.</param>
    /// <param name="awaited">Words in its log that tell that it is ready; null: it tells nothing.</param>
    public static ServerProgram Start(IReadOnlyDictionary<string, string> variables, string? awaited, params string[] command)
    {
        var start = new ProcessStartInfo("/usr/bin/setsid", command) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return new ServerProgram(start, awaited);
    }

    /// <summary>Runs a tool of a server to its end.</summary>
    /// <exception cref="InvalidOperationException">Its status was not 0; the message says what it said.</exception>
    public static async Task RunAsync(string input, CancellationToken ct, params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardInput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} was not started.");
        await process.StandardInput.WriteAsync(input.AsMemory(), ct);
        process.StandardInput.Close();
        var error = await process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct).WaitAsync(PostfachProgram.Patience, ct);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {error}");
    }

    /// <summary>Waits for the words that it is to say.</summary>
    public Task ReadyAsync(CancellationToken ct) => _said.Task.WaitAsync(PostfachProgram.Patience, ct);

    /// <summary>Waits until a server that tells nothing lets somebody log in.</summary>
    /// <exception cref="IOException">It ended, or has not listened for a long time.</exception>
    public async Task LogInAsync(Func<Task<IAsyncDisposable>> logIn, CancellationToken ct)
    {
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(50))
        {
            try
            {
                await (await logIn()).DisposeAsync();
                return;
            }
            catch (IOException) when (!_process.HasExited && waited < PostfachProgram.Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), ct); // Nothing tells when somebody begins to listen
            }
            catch (IOException e)
            {
                throw new IOException($"{e.Message} {string.Join('\n', _log)}", e);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await PostfachProgram.SignalAsync(-_process.Id, "TERM", CancellationToken.None);
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(PostfachProgram.Patience);
        await _reading.WaitAsync(PostfachProgram.Patience);
        _process.Dispose();
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

        _said.TrySetException(new InvalidOperationException($"The server ended: {string.Join('\n', _log)}"));
    }
}
