using System.Diagnostics;
using System.Text;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>Finds a source's password or token: kept, or printed by a command.</summary>
internal static class SecretSource
{
    // More than any token has.
    private const int MostChars = 256 << 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <exception cref="ProviderException">It could not be had.</exception>
    public static async Task<Credential> FindAsync(Source source, SecretKeeper keeper, TimeProvider time, CancellationToken ct)
    {
        var settings = source.Settings;
        if (settings.SecretOrigin != SecretOrigin.Kept)
            return new Credential(settings.User, await RunAsync(settings.SecretCommand ?? "", time, ct), settings.SecretOrigin == SecretOrigin.TokenCommand);
        return source.Secret is { } kept
            ? new Credential(settings.User, keeper.Reveal(kept), IsToken: false)
            : throw new ProviderException(ProviderFault.NoSecret, $"The source {source.Name} has no password; set it with 'source edit {source.Name} --password-stdin'.");
    }

    // The first line of what it prints. What it says on standard error goes to ours: it may ask somebody. Nothing of what it prints is told.
    private static async Task<string> RunAsync(string command, TimeProvider time, CancellationToken ct)
    {
        string[] shell = OperatingSystem.IsWindows() ? ["cmd.exe", "/c", command] : ["/bin/sh", "-c", command];
        var start = new ProcessStartInfo(shell[0], shell[1..]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start) ?? throw new ProviderException(ProviderFault.NoSecret, $"{shell[0]} could not be started.");
        try
        {
            var secret = await ReadToEndAsync(process, ct).WaitAsync(Patience, time, ct);
            return process.ExitCode == 0 && !string.IsNullOrEmpty(secret)
                ? secret
                : throw new ProviderException(ProviderFault.NoSecret, $"The command for the secret ended with {process.ExitCode}{(process.ExitCode == 0 ? " and printed nothing" : "")}; run it by hand: {command}");
        }
        catch (TimeoutException e)
        {
            throw new ProviderException(ProviderFault.NoSecret, $"The command for the secret did not end within {Patience.TotalSeconds:0} seconds: {command}", e);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static async Task<string?> ReadToEndAsync(Process process, CancellationToken ct)
    {
        var secret = await ReadLineAsync(process.StandardOutput, ct);
        _ = DrainAsync(process.StandardOutput);
        await process.WaitForExitAsync(ct);
        return secret;
    }

    // What has no end is no secret.
    private static async Task<string?> ReadLineAsync(StreamReader output, CancellationToken ct)
    {
        var line = new StringBuilder();
        var next = new char[1];
        while (line.Length < MostChars && await output.ReadAsync(next, ct) == 1 && next[0] != '\n')
            line.Append(next[0]);
        return line.Length < MostChars ? line.ToString().TrimEnd('\r') : null;
    }

    // A command whose output nobody takes does not end. What it leaves running may hold its output open for long: nobody waits for that.
    private static async Task DrainAsync(StreamReader output)
    {
        try
        {
            await output.BaseStream.CopyToAsync(Stream.Null);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It was disposed of.
        }
    }
}
