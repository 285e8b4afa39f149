using System.Diagnostics;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>Finds a source's password or token: kept, or printed by a command.</summary>
internal static class SecretSource
{
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

    // The first line of what it prints. What it says on standard error goes to ours: it may ask somebody.
    private static async Task<string> RunAsync(string command, TimeProvider time, CancellationToken ct)
    {
        string[] shell = OperatingSystem.IsWindows() ? ["cmd.exe", "/c", command] : ["/bin/sh", "-c", command];
        var start = new ProcessStartInfo(shell[0], shell[1..]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start) ?? throw new ProviderException(ProviderFault.NoSecret, $"{shell[0]} could not be started.");
        try
        {
            var secret = await process.StandardOutput.ReadLineAsync(ct).AsTask().WaitAsync(Patience, time, ct);
            await process.WaitForExitAsync(ct).WaitAsync(Patience, time, ct);
            return process.ExitCode == 0 && !string.IsNullOrEmpty(secret)
                ? secret
                : throw new ProviderException(ProviderFault.NoSecret, $"The command for the secret ended with {process.ExitCode}{(process.ExitCode == 0 ? " and printed nothing" : "")}; run it by hand: {command}");
        }
        catch (TimeoutException e)
        {
            process.Kill(entireProcessTree: true);
            throw new ProviderException(ProviderFault.NoSecret, $"The command for the secret did not end within {Patience.TotalSeconds:0} seconds: {command}", e);
        }
    }
}
