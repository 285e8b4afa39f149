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

    /// <summary>The same, but the client does not wait: what it sends next cannot be told from the literal. Say so and close.</summary>
    LiteralTooBigOnTheWay,

    /// <summary>The client has nothing more to say.</summary>
    Ended,
}
