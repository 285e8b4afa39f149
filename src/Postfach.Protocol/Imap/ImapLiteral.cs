using System.Buffers.Text;

namespace Postfach.Protocol.Imap;

/// <summary>The head of a literal: <c>{n}</c>, <c>{n+}</c>, with <c>~</c> in front where NULs may come. RFC 9051 §4.3, RFC 7888.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Waits">The client waits for a go-ahead before it sends them.</param>
public readonly record struct ImapLiteral(long Length, bool Waits)
{
    /// <summary>Reads the head at the very end of a line.</summary>
    public static bool TryReadAtEnd(ReadOnlySpan<byte> line, out ImapLiteral literal)
    {
        literal = default;
        if (line.IsEmpty || line[^1] != '}' || line.LastIndexOf((byte)'{') is not (>= 0 and var open))
            return false;
        return TryRead(line[open..], out literal, out var length) && open + length == line.Length;
    }

    /// <summary>Reads the head at the beginning of some bytes; <paramref name="headLength"/> is its own length.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ImapLiteral literal, out int headLength)
    {
        (literal, headLength) = (default, 0);
        if (bytes.IsEmpty || bytes[0] != '{' || !Utf8Parser.TryParse(bytes[1..], out ulong number, out var digits) || number > long.MaxValue)
            return false;
        var rest = bytes[(1 + digits)..];
        var waits = rest.IsEmpty || rest[0] != '+';
        if (!waits)
            rest = rest[1..];
        if (rest.IsEmpty || rest[0] != '}')
            return false;
        (literal, headLength) = (new ImapLiteral((long)number, waits), bytes.Length - rest.Length + 1);
        return true;
    }
}
