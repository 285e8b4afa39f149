using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Postfach.Protocol.Pop3;

/// <summary>The first line of a reply as a client reads it. RFC 1939 §3, RFC 2449 §8, RFC 3206.</summary>
/// <param name="IsOk">+OK; else -ERR.</param>
/// <param name="Code">In upper case, without its brackets; empty where there is none. An extended one keeps its parts: <c>SYS/TEMP</c>.</param>
public sealed record Pop3Response(bool IsOk, string Code, string Text)
{
    /// <summary>Reads a line without its ending.</summary>
    /// <returns>False: it is no reply of POP3.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, [NotNullWhen(true)] out Pop3Response? response)
    {
        response = null;
        var isOk = Starts(line, "+OK"u8);
        if (!isOk && !Starts(line, "-ERR"u8))
            return false;
        var text = Utf8OrLatin1(line[(isOk ? 3 : 4)..]).Trim();
        var end = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : -1;
        response = end > 0 ? new Pop3Response(isOk, text[1..end].ToUpperInvariant(), text[(end + 1)..].Trim()) : new Pop3Response(isOk, "", text);
        return true;
    }

    /// <summary>RFC 5034 §4: what follows <c>+</c> and a space asks for the next response of an authentication.</summary>
    public static bool TryReadChallenge(ReadOnlySpan<byte> line, [NotNullWhen(true)] out string? challenge)
    {
        challenge = line is [(byte)'+', (byte)' ', ..] or [(byte)'+'] ? Encoding.ASCII.GetString(line[1..]).Trim() : null;
        return challenge is not null;
    }

    private static bool Starts(ReadOnlySpan<byte> line, ReadOnlySpan<byte> word) =>
        line.Length >= word.Length && Ascii.EqualsIgnoreCase(line[..word.Length], word) && (line.Length == word.Length || line[word.Length] is (byte)' ' or (byte)'\t');

    private static string Utf8OrLatin1(ReadOnlySpan<byte> text) => System.Text.Unicode.Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text);
}
