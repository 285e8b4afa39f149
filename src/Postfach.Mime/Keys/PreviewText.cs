using System.Text;

namespace Postfach.Mime;

/// <summary>
/// Gathers the beginning of a text, as it is shown in a list of messages: one line, without what is quoted from other messages unless there is nothing else, and without
/// lines that only draw a rule. RFC 8970 §3.3. Not thread-safe.
/// </summary>
public sealed class PreviewText
{
    /// <summary>Stands first where previews are kept; those of another version are made again.</summary>
    public const byte Version = 1;

    // RFC 8970 §3.3: "The server SHOULD limit the length of the preview text to 200 preview characters."
    private const int MaxCharacters = 200;

    private readonly StringBuilder _text = new(), _quoted = new(), _line = new();
    private int _count;

    /// <summary>No more is needed.</summary>
    public bool IsFull => _count >= MaxCharacters;

    /// <summary>The next piece of the text.</summary>
    /// <param name="isLast">No more of this text follows.</param>
    public void Write(ReadOnlySpan<char> piece, bool isLast)
    {
        foreach (var c in piece)
        {
            if (c == '\n')
                EndLine();
            else if (_line.Length < 2 * MaxCharacters)
                _line.Append(c);
        }

        if (isLast)
            EndLine();
    }

    public override string ToString() => Cut(_text.Length > 0 ? _text : _quoted);

    private void EndLine()
    {
        var line = _line.ToString();
        _line.Clear();
        if (IsFull || !line.Any(c => char.IsLetterOrDigit(c) || char.IsSurrogate(c)))
            return;
        if (line.StartsWith('>'))
        {
            Append(_quoted, line);
            return;
        }

        Append(_text, line);
        _count = _text.Length;
    }

    private static void Append(StringBuilder text, string line)
    {
        if (text.Length > 2 * MaxCharacters)
            return;
        foreach (var rune in line.EnumerateRunes())
        {
            var isSpace = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune);
            if (!isSpace)
                text.Append(rune);
            else if (text.Length > 0 && text[^1] != ' ')
                text.Append(' ');
        }

        if (text.Length > 0 && text[^1] != ' ')
            text.Append(' ');
    }

    /// <summary>So many characters as may be, no surrogate pair cut.</summary>
    private static string Cut(StringBuilder text)
    {
        var cut = new StringBuilder(text.Length);
        foreach (var rune in text.ToString().Trim().EnumerateRunes().Take(MaxCharacters))
            cut.Append(rune);
        return cut.ToString().TrimEnd();
    }
}
