namespace Postfach.Operations;

/// <summary>Says yes or no to a line, which comes without its CRLF.</summary>
internal delegate bool LineCheck(ReadOnlySpan<byte> line);
