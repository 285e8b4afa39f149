using System.ComponentModel;
using System.Diagnostics;

namespace Postfach.EndToEnd.Clients;

/// <summary>Mail programs of others, run to their end.</summary>
internal static class ClientProgram
{
    /// <summary>Runs a program that must succeed; the test is skipped by name where it is not installed, but not in CI.</summary>
    /// <returns>Its standard output and standard error.</returns>
    public static async Task<string> RunAsync(string program, CancellationToken ct, params string[] arguments)
    {
        var (status, output) = await TryRunAsync(program, ct, arguments);
        Assert.True(status == 0, $"{program} ended with {status}: {output}");
        return output;
    }

    /// <summary>Runs a program that may fail.</summary>
    public static async Task<(int Status, string Output)> TryRunAsync(string program, CancellationToken ct, params string[] arguments)
    {
        using var process = Start(program, arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        try
        {
            await process.WaitForExitAsync(ct).WaitAsync(PostfachProgram.Patience, ct);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, await output + await error);
    }

    public static Task<string> PythonAsync(string script, CancellationToken ct, params string[] arguments) =>
        RunAsync("python3", ct, [Path.Combine(AppContext.BaseDirectory, "Clients", "scripts", script), .. arguments]);

    /// <summary>Does for a program that is not run by its name what running it would do where it is missing.</summary>
    public static void MustExist(string program, string file)
    {
        if (!File.Exists(file))
            RealProgram.Require($"{program} is not installed");
    }

    private static Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException($"{program} was not started");
        }
        catch (Win32Exception)
        {
            RealProgram.Require($"{program} is not installed");
            throw;
        }
    }
}
