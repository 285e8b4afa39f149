namespace Postfach.Protocol.Imap;

/// <summary>What <see cref="ImapFrameReader"/> found.</summary>
public enum ImapFrameKind
{
    /// <summary>A whole command, or a whole line.</summary>
    Complete,

    /// <summary>A command up to the message that APPEND brings as a literal; the literal has not been asked for.</summary>
    Message,

    /// <summary>A line that was too long; it has been skipped, and the frame holds its beginning.</summary>
    LineTooLong,

    /// <summary>A literal, or a command with all its literals, that was too big. Its client waits for a go-ahead that it will not get.</summary>
    LiteralTooBig,

    /// <summary>
    /// Bytes of a literal are on their way that nobody will read, and commands behind them cannot be told from them. Say so and close: a message must
    /// never be taken for commands. RFC 7888 §4.
    /// </summary>
    LiteralTooBigOnTheWay,

    /// <summary>The client has nothing more to say.</summary>
    Ended,
}
