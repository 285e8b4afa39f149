using System.Text;

namespace Postfach.Operations;

/// <summary>What a client says, and how it knows that the answer has come to its end and is the one that it wants.</summary>
/// <param name="Words">Sent as they are.</param>
/// <param name="IsEnd">Whether a line, without its CRLF, is the last of the answer.</param>
/// <param name="Good">How the last line begins when the server did what it was told.</param>
/// <param name="AtLeast">Bytes of the answer: with fewer, it was not done.</param>
internal sealed record Turn(byte[] Words, LineCheck IsEnd, byte[] Good, int AtLeast = 0)
{
    /// <summary>Nothing is said; a line comes.</summary>
    public static readonly Turn Greeting = new([], static _ => true, []);

    public static Turn Imap(string command, int atLeast = 0) =>
        new(Encoding.ASCII.GetBytes($"x {command}\r\n"), static line => line.StartsWith("x "u8), "x OK"u8.ToArray(), atLeast);

    /// <summary>Answered by one line.</summary>
    public static Turn Pop3(string command) => new(Encoding.ASCII.GetBytes(command + "\r\n"), static _ => true, "+OK"u8.ToArray());

    /// <summary>Answered by lines up to a dot.</summary>
    public static Turn Pop3Lines(string command, int atLeast) =>
        new(Encoding.ASCII.GetBytes(command + "\r\n"), static line => line.SequenceEqual("."u8) || line.StartsWith("-ERR"u8), "."u8.ToArray(), atLeast);

    /// <param name="words">With all their line ends.</param>
    /// <param name="good">The reply's code.</param>
    public static Turn Lmtp(byte[] words, string good) =>
        new(words, static line => line.Length > 3 && line[3] == ' ', Encoding.ASCII.GetBytes(good)); // RFC 5321 §4.2.1: a hyphen says that more follows.

    public static Turn Lmtp(string command, string good = "250") => Lmtp(Encoding.ASCII.GetBytes(command + "\r\n"), good);
}
