using System.Text;
using Postfach.CommandLine;
using Postfach.Tests.Processes;

namespace Postfach.Tests.CommandLine;

/// <summary>Commands without the start of a process.</summary>
internal static class InProcess
{
    public static Task<Ended> RunAsync(string input, params string[] arguments) => RunAsync(input, isInteractive: false, arguments);

    /// <param name="isInteractive">As if a person typed the input.</param>
    public static async Task<Ended> RunAsync(string input, bool isInteractive, params string[] arguments)
    {
        using var stdin = new MemoryStream(Encoding.UTF8.GetBytes(input));
        await using var output = new StringWriter { NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        var code = await PostfachCommandLine.RunAsync(arguments, new CommandEnvironment(stdin, output, error, IsTerminal: false, isInteractive, TimeProvider.System));
        return new Ended(code, output.ToString(), error.ToString());
    }
}
