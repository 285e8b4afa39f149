namespace Postfach.Protocol.Imap;

/// <summary>What one command may take, in bytes.</summary>
/// <param name="Line">One line of a command, literals apart. RFC 7162 §4 asks for at least 8192.</param>
/// <param name="Literal">One literal that is kept in memory (an APPEND's message is not).</param>
/// <param name="Command">All lines and literals of one command together.</param>
/// <param name="Skipped">A message that is not wanted but on its way all the same: beyond this it is cheaper for both sides to begin anew.</param>
public sealed record ImapLimits(int Line, int Literal, int Command, long Skipped)
{
    /// <summary>For clients that nobody knows yet.</summary>
    public static readonly ImapLimits BeforeLogIn = new(Line: 8 << 10, Literal: 4 << 10, Command: 16 << 10, Skipped: 0);

    public static readonly ImapLimits AfterLogIn = new(Line: 64 << 10, Literal: 64 << 10, Command: 1 << 20, Skipped: 64 << 20);
}
