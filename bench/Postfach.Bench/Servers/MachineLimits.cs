using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Postfach.Bench.Servers;

/// <summary>What the machine itself can do, which bounds everything that is measured.</summary>
internal sealed record MachineLimits(double SyncsPerSecond, double LoopbackMegabytesPerSecond)
{
    private const int Piece = 256 << 10;

    /// <summary>The best of several, as other work on the machine can only take away from it.</summary>
    public static async Task<MachineLimits> MeasureAsync(string folder)
    {
        const int Times = 3;
        var (syncs, loopback) = (0.0, 0.0);
        // What was written before is not to be waited for.
        await Task.Run(SyncAll);
        for (var i = 0; i < Times; i++)
        {
            syncs = Math.Max(syncs, await Task.Run(() => Syncs(folder, 500)));
            loopback = Math.Max(loopback, await LoopbackAsync(1L << 30));
        }

        return new(syncs, loopback);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"The machine: {Environment.ProcessorCount} processors; {SyncsPerSecond:N0} writes of 4 KiB a second, each synced (fdatasync); ")
        + string.Create(CultureInfo.InvariantCulture, $"{LoopbackMegabytesPerSecond:N0} MB/s through a loopback connection.");

    /// <summary>One write and one fdatasync after the other, over what a file holds already: nothing but the bytes has to be written.</summary>
    public static double Syncs(string folder, int rounds)
    {
        var page = new byte[4096];
        using var file = File.OpenHandle(Path.Combine(folder, "sync"), FileMode.Create, FileAccess.Write, options: FileOptions.DeleteOnClose);
        RandomAccess.Write(file, new byte[rounds * page.Length], 0);
        RandomAccess.FlushToDisk(file);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < rounds; i++)
        {
            RandomAccess.Write(file, page, (long)i * page.Length);
            if (SyncData(file) != 0)
                throw new IOException("The disk did not take it.");
        }

        return rounds / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // FlushToDisk would be fsync, which also writes the file's times.
    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SyncData(SafeFileHandle file);

    [DllImport("libc", EntryPoint = "sync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void SyncAll();

    private static async Task<double> LoopbackAsync(long bytes)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var writer = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await writer.ConnectAsync(listener.LocalEndpoint);
        using var reader = await listener.AcceptSocketAsync();
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Task.Run(() => Write(writer, bytes)), Task.Run(() => Read(reader, bytes)));
        return bytes / 1e6 / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Write(Socket socket, long bytes)
    {
        var piece = new byte[Piece];
        for (var left = bytes; left > 0;)
            left -= socket.Send(piece);
        socket.Shutdown(SocketShutdown.Send);
    }

    private static void Read(Socket socket, long bytes)
    {
        var buffer = new byte[Load.LoadConnection.Large];
        while (bytes > 0 && socket.Receive(buffer) is var read and > 0)
            bytes -= read;
    }
}
