namespace Postfach.Protocol.Lines;

public enum LineFrameKind
{
    /// <summary>The input has ended; a line that was cut off by that is no line.</summary>
    End,

    Line,

    /// <summary>A line beyond the limit was there; all of it has been skipped.</summary>
    TooLong,
}
