namespace Postfach.Mime;

/// <summary>
/// Walks the message identifiers in a field's value, one quoted or not as the same: without quotes, white space and comments. What else stands there is passed
/// over. RFC 5322 §3.6.4; RFC 5256 §3, REFERENCES.
/// </summary>
internal ref struct MessageIdList(ReadOnlySpan<byte> value, ByteBuffer scratch)
{
    // RFC 5322 §2.1.1: a line has 998 octets at most.
    private const int MaxLength = 998;

    private ReadOnlySpan<byte> _rest = value;

    /// <summary>What is between the angle brackets; it lives until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> id)
    {
        id = default;
        for (int start; (start = _rest.IndexOf((byte)'<')) >= 0;)
        {
            _rest = _rest[(start + 1)..];
            if (!TryReadOne(out var length))
                continue;
            _rest = _rest[length..];
            id = scratch.Written;

            // RFC 5322 §3.6.4: msg-id = "<" id-left "@" id-right ">"
            var at = id.LastIndexOf((byte)'@');
            if (at > 0 && at < id.Length - 1)
                return true;
        }

        return false;
    }

    /// <summary>Reads up to the closing bracket into the scratch.</summary>
    /// <returns>False: it is not closed before another one opens.</returns>
    private readonly bool TryReadOne(out int length)
    {
        scratch.Cut(0);
        var lexer = new HeaderLexer(_rest[..Math.Min(_rest.Length, MaxLength)]);
        while (!lexer.AtEnd && !lexer.At((byte)'<'))
        {
            if (lexer.At((byte)'>'))
            {
                length = lexer.Position + 1;
                return true;
            }

            if (lexer.TryReadQuoted(out var quoted))
                HeaderLexer.AppendUnquoted(scratch, quoted);
            else if (!lexer.TryReadComment(out _))
                AppendOne(ref lexer);
        }

        length = 0;
        return false;
    }

    private readonly void AppendOne(ref HeaderLexer lexer)
    {
        if (!lexer.AtSpace)
            scratch.Append(lexer.Current);
        lexer.Position++;
    }
}
