namespace Postfach.CommandLine;

/// <summary>A command cannot go on: its message is the line that its user reads, and says what to do.</summary>
internal sealed class CommandException(ExitCode code, string message) : Exception(message)
{
    public ExitCode Code { get; } = code;
}
