using System.Diagnostics;
using System.Text;

namespace Postfach.Tests.Processes;

/// <summary>The program as its users run it: a process of its own.</summary>
internal sealed class PostfachProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly Task _reading;
    private TaskCompletionSource _saidMore = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PostfachProcess(Process process)
    {
        _process = process;
        _reading = ReadErrorAsync();
    }

    public int Id => _process.Id;

    public TextReader Output => _process.StandardOutput;

    /// <param name="variables">Environment variables; those of the tests' own environment that Postfach would read are gone.</param>
    public static PostfachProcess Start(IReadOnlyDictionary<string, string> variables, params string[] arguments) =>
        new(PostfachProgram.Start(variables, arguments));

    public static PostfachProcess Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    /// <summary>Gives it all of its standard input, waits for its end, and tells what it said.</summary>
    public async Task<Ended> EndAsync(string input, CancellationToken ct)
    {
        await _process.StandardInput.WriteAsync(input.AsMemory(), ct);
        _process.StandardInput.Close();
        var output = await _process.StandardOutput.ReadToEndAsync(ct).WaitAsync(PostfachProgram.Patience, ct);
        await _process.WaitForExitAsync(ct).WaitAsync(PostfachProgram.Patience, ct);
        await _reading;
        return new Ended(_process.ExitCode, output, _error.ToString());
    }

    /// <summary>Waits until it has said this on standard error.</summary>
    public async Task SaysAsync(string text, CancellationToken ct)
    {
        while (true)
        {
            Task more;
            lock (_error)
            {
                if (_error.ToString().Contains(text, StringComparison.Ordinal))
                    return;
                more = _saidMore.Task;
            }

            await more.WaitAsync(PostfachProgram.Patience, ct);
        }
    }

    /// <summary>Sends it a signal by its name.</summary>
    public Task SignalAsync(string signal, CancellationToken ct) => PostfachProgram.SignalAsync(Id, signal, ct);

    private async Task ReadErrorAsync()
    {
        var buffer = new char[4096];
        while (await _process.StandardError.ReadAsync(buffer) is > 0 and var read)
        {
            lock (_error)
            {
                _error.Append(buffer, 0, read);
                _saidMore.SetResult();
                _saidMore = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
