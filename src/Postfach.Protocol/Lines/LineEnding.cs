namespace Postfach.Protocol.Lines;

/// <summary>What ends a line, and so where the next one starts.</summary>
public enum LineEnding
{
    /// <summary>CRLF alone; a bare CR or LF is a byte like any other. RFC 5321 §2.3.8.</summary>
    CrLf,

    /// <summary>LF, with or without a CR before it.</summary>
    Lf,
}
