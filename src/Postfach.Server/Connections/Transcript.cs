using System.Text;
using Microsoft.Extensions.Logging;

namespace Postfach.Server.Connections;

/// <summary>
/// What client and server say to each other, in the log at Trace, in a category of its own. A command is told once it has been understood and holds no secret;
/// of anything else that comes not a word. A message is told by its size. Thread-safe.
/// </summary>
internal sealed class Transcript(ILoggerFactory logs)
{
    public const string Category = "Postfach.Server.Transcript";

    // A set of a million UIDs is a command too.
    private const int MaxTold = 1024;

    private readonly ILogger _logger = logs.CreateLogger(Category);

    /// <summary>Ask before anything is put together to be told.</summary>
    public bool IsOn => _logger.IsEnabled(LogLevel.Trace);

    /// <summary>A command that was understood, with its arguments.</summary>
    public void Command(ReadOnlySpan<byte> line)
    {
        if (IsOn)
            _logger.ClientSaid(Text(line));
    }

    /// <summary>A command with a secret among its arguments, or, with no name, a line that may be anything.</summary>
    public void Secret(string? command)
    {
        if (IsOn)
            _logger.ClientSaid(command is null ? "***" : $"{command} ***");
    }

    public void Message(long octets) => _logger.ClientSentMessage(octets);

    public void Reply(ReadOnlySpan<byte> reply)
    {
        if (IsOn)
            _logger.ServerSaid(Text(reply));
    }

    private static string Text(ReadOnlySpan<byte> bytes) =>
        bytes.Length > MaxTold ? Encoding.UTF8.GetString(bytes[..MaxTold]) + "…" : Encoding.UTF8.GetString(bytes.TrimEnd("\r\n"u8));
}
