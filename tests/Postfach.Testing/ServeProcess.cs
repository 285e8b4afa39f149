using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Postfach.Testing;

/// <summary>A running <c>serve</c> that has said <c>ready</c>.</summary>
public sealed class ServeProcess : IAsyncDisposable
{
    private static readonly string[] AllListeners = ["imap", "imaps", "pop3", "pop3s", "lmtp"];

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Task _reading;
    private IReadOnlyDictionary<string, string> _addresses = new Dictionary<string, string>();

    private ServeProcess(Process process)
    {
        _process = process;
        _reading = ReadLogAsync();
    }

    public int Id => _process.Id;

    /// <summary>It was killed or asked to stop.</summary>
    public bool IsEnding { get; private set; }

    /// <summary>What it has logged as an error or worse.</summary>
    public IEnumerable<string> Faults => _log.Where(line => line.Contains(" error ", StringComparison.Ordinal) || line.Contains(" fatal ", StringComparison.Ordinal));

    public IEnumerable<string> Log => _log;

    /// <summary>Starts a server on free ports of this machine and waits until it is ready.</summary>
    /// <param name="variables">Options from the environment.</param>
    /// <param name="listen">Where to listen beside that.</param>
    public static async Task<ServeProcess> StartAsync(
        string dataFolder, IReadOnlyDictionary<string, string> variables, CancellationToken ct, params string[] listen)
    {
        var serve = Begin(dataFolder, variables, listen);
        try
        {
            await serve.WaitUntilReadyAsync(ct);
            return serve;
        }
        catch
        {
            await serve.DisposeAsync();
            throw;
        }
    }

    public static Task<ServeProcess> StartAsync(string dataFolder, CancellationToken ct) =>
        StartAsync(dataFolder, new Dictionary<string, string>(), ct);

    /// <summary>Starts a server without waiting until it is ready.</summary>
    public static ServeProcess Begin(string dataFolder, IReadOnlyDictionary<string, string> variables, params string[] listen) => new(PostfachProgram.Start(
        variables, ["serve", "--data", dataFolder, .. AllListeners.Select(l => $"{l}=127.0.0.1:0").Concat(listen).SelectMany(l => new[] { "--listen", l })]));

    public IPEndPoint EndPoint(string listener) => IPEndPoint.Parse(_addresses[listener]);

    public int Port(string listener) => EndPoint(listener).Port;

    /// <summary>Ends it as a power cut would: SIGKILL.</summary>
    public async Task KillAsync()
    {
        IsEnding = true;
        if (!_process.HasExited)
            _process.Kill();
        await EndedAsync();
    }

    /// <summary>Asks it to stop, as a service manager does: SIGTERM.</summary>
    public async Task TerminateAsync(CancellationToken ct)
    {
        IsEnding = true;
        await PostfachProgram.SignalAsync(Id, "TERM", ct);
    }

    /// <summary>Asks it to stop and waits for its end.</summary>
    /// <returns>Its status.</returns>
    public async Task<int> StopAsync(CancellationToken ct)
    {
        await TerminateAsync(ct);
        await EndedAsync();
        return _process.ExitCode;
    }

    /// <summary>The most memory it has held at once, in bytes, as the kernel counts it.</summary>
    public long PeakMemory
    {
        get
        {
            var line = File.ReadLines($"/proc/{Id}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return long.Parse(line.AsSpan(6).Trim().TrimEnd(" kB"), System.Globalization.CultureInfo.InvariantCulture) << 10;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private async Task EndedAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(PostfachProgram.Patience);
        await _reading.WaitAsync(PostfachProgram.Patience);
    }

    private async Task WaitUntilReadyAsync(CancellationToken ct)
    {
        if (await PostfachProgram.ReadAddressesAsync(_process.StandardOutput, ct) is { } addresses)
        {
            _addresses = addresses;
            return;
        }

        await EndedAsync();
        throw new InvalidOperationException($"serve was never ready: {string.Join('\n', _log)}");
    }

    // A pipe that nobody empties would stop the server.
    private async Task ReadLogAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
            _log.Enqueue(line);
    }
}
