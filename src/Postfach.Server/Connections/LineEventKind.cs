namespace Postfach.Server.Connections;

internal enum LineEventKind
{
    Line,

    /// <summary>A line beyond the limit came and was skipped.</summary>
    TooLong,

    /// <summary>The client has nothing more to say.</summary>
    Ended,

    /// <summary>The server wants to stop.</summary>
    Stopping,
}
