namespace Postfach.Server.Tests;

/// <summary>How what a client says reaches the server: the answers must not depend on it.</summary>
public enum TranscriptMode
{
    /// <summary>A line at a time; the next after the answers.</summary>
    Whole,

    /// <summary>A byte at a time.</summary>
    Bytewise,

    /// <summary>CR ends one read, LF begins the next.</summary>
    SplitAtLineEnds,

    /// <summary>All lines at once, before any answer is read.</summary>
    Pipelined,
}
