using System.Net;

namespace Postfach.Tests.Processes;

/// <summary>A running <c>serve</c> that has said <c>ready</c>.</summary>
internal sealed class ServeProcess : IDisposable
{
    private ServeProcess(PostfachProcess process, IReadOnlyDictionary<string, string> addresses) => (Process, Addresses) = (process, addresses);

    public PostfachProcess Process { get; }

    /// <summary>The table that it printed: listener to place.</summary>
    public IReadOnlyDictionary<string, string> Addresses { get; }

    public static async Task<ServeProcess> StartAsync(string dataFolder, CancellationToken ct, params string[] arguments)
    {
        string[] anyPorts = arguments.Contains("--listen") ? [] : ["--listen", "imap=127.0.0.1:0", "--listen", "imaps=127.0.0.1:0"];
        var process = PostfachProcess.Start(["serve", "--data", dataFolder, .. anyPorts, .. arguments]);
        var addresses = new Dictionary<string, string>();
        try
        {
            while (await process.Output.ReadLineAsync(ct).AsTask().WaitAsync(PostfachProcess.Patience, ct) is { } line)
            {
                if (line == "ready")
                    return new ServeProcess(process, addresses);
                var columns = line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                addresses.Add(columns[0], columns[1]);
            }

            throw new InvalidOperationException($"serve was never ready: {(await process.EndAsync("", ct)).Error}");
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    public IPEndPoint EndPoint(string listener) => IPEndPoint.Parse(Addresses[listener]);

    public async Task<Ended> StopAsync(string signal, CancellationToken ct)
    {
        await Process.SignalAsync(signal, ct);
        return await Process.EndAsync("", ct);
    }

    public void Dispose() => Process.Dispose();
}
