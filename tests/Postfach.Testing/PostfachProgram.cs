using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Postfach.Testing;

/// <summary>The built program, and how it is started: a process of its own, as its users start it.</summary>
public static class PostfachProgram
{
    /// <summary>Names another program to test: a <c>postfach.dll</c>, or something that can be executed.</summary>
    public const string Variable = "POSTFACH_PROGRAM";

    /// <summary>What may take this long on a machine that has much else to do.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Passwords are quick in tests.</summary>
    private static readonly KeyValuePair<string, string> QuickPasswords = new("POSTFACH_Store__PasswordIterations", "4096");

    /// <summary>What starts it, before its own arguments.</summary>
    public static IReadOnlyList<string> Command
    {
        get
        {
            var program = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : BuiltProgram;
            return program.EndsWith(".dll", StringComparison.Ordinal) ? [DotNet, program] : [program];
        }
    }

    /// <summary>Starts it with all its streams redirected.</summary>
    /// <param name="variables">Options from the environment; those of the tests' own environment are gone.</param>
    public static Process Start(IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var command = Command;
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1), .. arguments]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("POSTFACH_", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in variables.Prepend(QuickPasswords))
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException($"{command[^1]} was not started.");
    }

    /// <summary>Reads what <c>serve</c> prints, up to <c>ready</c>.</summary>
    /// <returns>Where it listens, by the listener's name; null: it ended before it was ready.</returns>
    public static async Task<IReadOnlyDictionary<string, string>?> ReadAddressesAsync(TextReader output, CancellationToken ct)
    {
        var addresses = new Dictionary<string, string>();
        while (await output.ReadLineAsync(ct).AsTask().WaitAsync(Patience, ct) is { } line)
        {
            if (line == "ready")
                return addresses;
            var columns = line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            addresses.TryAdd(columns[0], columns[1]);
        }

        return null;
    }

    /// <summary>Sends a process a signal by its name.</summary>
    public static async Task SignalAsync(int process, string signal, CancellationToken ct)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {process}"]);
        await kill.WaitForExitAsync(ct);
    }

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Its standard output.</returns>
    /// <exception cref="InvalidOperationException">Its status was not 0; the message says what it said.</exception>
    public static async Task<string> RunAsync(string input, CancellationToken ct, params string[] arguments)
    {
        var (status, output, error) = await TryRunAsync(input, ct, arguments);
        return status == 0 ? output : throw new InvalidOperationException($"postfach {string.Join(' ', arguments)} ended with {status}: {error}");
    }

    /// <summary>Runs a command to its end, whatever its status.</summary>
    public static async Task<(int Status, string Output, string Error)> TryRunAsync(string input, CancellationToken ct, params string[] arguments)
    {
        using var process = Start(new Dictionary<string, string>(), arguments);
        var error = process.StandardError.ReadToEndAsync(ct);
        var output = process.StandardOutput.ReadToEndAsync(ct);
        await process.StandardInput.WriteAsync(input.AsMemory(), ct);
        process.StandardInput.Close();
        await process.WaitForExitAsync(ct).WaitAsync(Patience, ct);
        return (process.ExitCode, await output, await error);
    }

    public static Task AddUserAsync(string dataFolder, string name, string password, CancellationToken ct) =>
        RunAsync(password, ct, "user", "add", name, "--password-stdin", "--data", dataFolder);

    // artifacts/bin/PROJECT/CONFIGURATION: the program lies beside the tests, built the same way.
    private static string BuiltProgram
    {
        get
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(own.Parent?.Parent?.FullName ?? "/", "Postfach", own.Name, "postfach.dll");
        }
    }

    // The same runtime that runs the tests.
    private static string DotNet => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
