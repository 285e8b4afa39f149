namespace Postfach.CommandLine;

/// <summary>What a command is given from outside.</summary>
/// <param name="IsTerminal">Output goes to a person's terminal: tables may be drawn.</param>
/// <param name="IsInteractive">Input comes from a person's terminal.</param>
internal sealed record CommandEnvironment(Stream Input, TextWriter Output, TextWriter Error, bool IsTerminal, bool IsInteractive, TimeProvider Time)
{
    public static CommandEnvironment Console() =>
        new(System.Console.OpenStandardInput(), System.Console.Out, System.Console.Error, !System.Console.IsOutputRedirected, !System.Console.IsInputRedirected, TimeProvider.System);
}
