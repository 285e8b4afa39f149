using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MailKit;

namespace Postfach.Retrieval;

/// <summary>
/// Listens to a session for what the library does not tell: what the server is, response codes of refusals, how many commands were sent and how many bytes came.
/// Keeps no more than what came during the log-in, and the last lines.
/// </summary>
internal sealed partial class ImapTranscript : IProtocolLogger
{
    private const int MostBytes = 2048, MostOfLogIn = 16 << 10;

    private readonly byte[] _tail = new byte[MostBytes];
    private int _length;
    private StringBuilder? _logIn = new();

    /// <summary>The first line that came: it tells what the server is. Empty until the log-in is over. RFC 9051 §7.1.</summary>
    public string Greeting { get; private set; } = "";

    /// <summary>What the server announced last, in its own words. Empty until the log-in is over. RFC 9051 §7.2.2.</summary>
    public IReadOnlyList<string> Announced { get; private set; } = [];

    /// <summary>Commands that were sent.</summary>
    public int Commands { get; private set; }

    /// <summary>Bytes that came.</summary>
    public long Received { get; private set; }

    /// <summary>The last whole line that came. After a command was answered, its tagged response.</summary>
    public string LastLine
    {
        get
        {
            var text = Encoding.UTF8.GetString(_tail, 0, _length).TrimEnd('\r', '\n');
            return text[(text.LastIndexOf('\n') + 1)..];
        }
    }

    /// <summary>How many messages the server does at most with one command, where it says so in the answer to the last one. RFC 9738.</summary>
    public int? MessageLimit => Limit().Match(LastLine) is { Success: true } said
        ? int.Parse(said.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
        : null;

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    public void LogConnect(Uri uri)
    {
    }

    // The library writes a command in one piece, and what follows a continuation in others.
    public void LogClient(byte[] buffer, int offset, int count)
    {
        var space = buffer.AsSpan(offset, count).IndexOf((byte)' ');
        if (space > 1 && char.IsAsciiLetterUpper((char)buffer[offset]) && !buffer.AsSpan(offset + 1, space - 1).ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            Commands++;
    }

    public void LogServer(byte[] buffer, int offset, int count)
    {
        Received += count;
        var piece = buffer.AsSpan(offset, count);
        if (_logIn is { Length: < MostOfLogIn })
            _logIn.Append(Encoding.Latin1.GetString(piece));
        piece = piece[Math.Max(0, count - MostBytes)..];
        var kept = Math.Min(_length, MostBytes - piece.Length);
        _tail.AsSpan(_length - kept, kept).CopyTo(_tail);
        piece.CopyTo(_tail.AsSpan(kept));
        _length = kept + piece.Length;
    }

    /// <summary>What comes from now on may be mail.</summary>
    public void EndLogIn()
    {
        var text = _logIn?.ToString() ?? "";
        Greeting = text.Split('\n')[0];
        Announced = Capability().Matches(text) is { Count: > 0 } said ? said[^1].Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries) : Announced;
        _logIn = null;
    }

    public void Dispose()
    {
    }

    [GeneratedRegex(@"(?<=^\* |\[)CAPABILITY ([^\]\r\n]*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Capability();

    [GeneratedRegex(@"^\S+ (?:OK|NO) \[MESSAGELIMIT ([1-9][0-9]{0,8})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Limit();
}
