namespace Postfach.Protocol.Imap;

/// <summary>What one command may take, in bytes.</summary>
/// <param name="Line">One line of a command, literals apart. RFC 7162 §4 asks for at least 8192.</param>
/// <param name="Literal">One literal that is kept in memory (an APPEND's message is not).</param>
/// <param name="Command">All lines and literals of one command together.</param>
public sealed record ImapLimits(int Line, int Literal, int Command)
{
    /// <summary>For clients that nobody knows yet.</summary>
    public static readonly ImapLimits BeforeLogIn = new(Line: 8 << 10, Literal: 4 << 10, Command: 16 << 10);

    public static readonly ImapLimits AfterLogIn = new(Line: 64 << 10, Literal: 64 << 10, Command: 1 << 20);
}
