using System.Net;

namespace Postfach.Tests.Processes;

/// <summary>A running <c>serve</c> that has said <c>ready</c>, for tests of the process itself: its signals, its streams, its status.</summary>
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
        try
        {
            if (await PostfachProgram.ReadAddressesAsync(process.Output, ct) is { } addresses)
                return new ServeProcess(process, addresses);
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
