namespace Postfach.Mime;

/// <summary>
/// Walks an unfolded field value. Quotes and comments that nobody closes are plain characters; that they are is found out once, so that a
/// value full of them costs no more than any other.
/// </summary>
internal ref struct HeaderLexer(ReadOnlySpan<byte> text)
{
    private int _plainQuotes = int.MaxValue, _plainComments = int.MaxValue;

    public ReadOnlySpan<byte> Text { get; } = text;

    public int Position { get; set; }

    public readonly bool AtEnd => Position >= Text.Length;

    public readonly byte Current => Text[Position];

    public readonly ReadOnlySpan<byte> Rest => Text[Position..];

    public readonly bool At(byte value) => !AtEnd && Current == value;

    public readonly bool AtSpace => !AtEnd && IsSpace(Current);

    public static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    /// <summary>
    /// At a quotation mark: what is between it and the next, with its backslashes. False, staying, when there is no next.
    /// </summary>
    public bool TryReadQuoted(out ReadOnlySpan<byte> content)
    {
        content = default;
        if (!At((byte)'"') || Position >= _plainQuotes)
            return false;
        for (var i = Position + 1; i < Text.Length; i++)
        {
            if (Text[i] == '\\')
            {
                i++;
            }
            else if (Text[i] == '"')
            {
                content = Text[(Position + 1)..i];
                Position = i + 1;
                return true;
            }
        }

        _plainQuotes = Position;
        return false;
    }

    /// <summary>At a parenthesis: what is between it and its partner. False, staying, when it has none.</summary>
    public bool TryReadComment(out ReadOnlySpan<byte> content)
    {
        content = default;
        if (!At((byte)'(') || Position >= _plainComments)
            return false;
        // RFC 5322 §3.2.2: comments nest.
        var depth = 0;
        for (var i = Position; i < Text.Length; i++)
        {
            if (Text[i] == '\\')
            {
                i++;
            }
            else if (Text[i] == '(')
            {
                depth++;
            }
            else if (Text[i] == ')' && --depth == 0)
            {
                content = Text[(Position + 1)..i];
                Position = i + 1;
                return true;
            }
        }

        _plainComments = Position;
        return false;
    }

    public void SkipSpace()
    {
        while (AtSpace)
            Position++;
    }

    public void SkipSpaceAndComments()
    {
        do
            SkipSpace();
        while (TryReadComment(out _));
    }

    /// <summary>
    /// At an encoded word: goes behind it. RFC 2047 §2; such words come with commas and more inside, which mean nothing there.
    /// </summary>
    public bool TrySkipEncodedWord()
    {
        if (!Rest.StartsWith("=?"u8))
            return false;
        // RFC 2047 §2: 75 characters at most. Some mailers take more.
        var word = Rest[..Math.Min(Rest.Length, 512)];
        var at = 2;
        for (var questionMarks = 0; questionMarks < 2; questionMarks++)
        {
            var length = word[at..].IndexOfAny((byte)'?', (byte)' ', (byte)'"');
            if (length < 0 || word[at + length] != '?')
                return false;
            at += length + 1;
        }

        var end = word[at..].IndexOf("?="u8);
        if (end < 0 || word.Slice(at, end).IndexOfAny((byte)' ', (byte)'"') >= 0)
            return false;
        Position += at + end + 2;
        return true;
    }

    /// <summary>Appends what is quoted without its backslashes. RFC 5322 §3.2.1.</summary>
    public static void AppendUnquoted(ByteBuffer output, ReadOnlySpan<byte> content)
    {
        for (int next; (next = content.IndexOf((byte)'\\')) >= 0 && next + 1 < content.Length; content = content[(next + 2)..])
        {
            output.Append(content[..next]);
            output.Append(content[next + 1]);
        }

        output.Append(content);
    }
}
