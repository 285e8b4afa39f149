using System.Globalization;
using System.Text;

namespace Postfach.Stress.Wire;

/// <summary>Reads the tokens of a whole line, its literals included.</summary>
internal ref struct ImapTokens(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public bool AtEnd
    {
        get
        {
            while (_at < _bytes.Length && _bytes[_at] == ' ')
                _at++;
            return _at >= _bytes.Length || _bytes[_at] == '\r';
        }
    }

    /// <summary>What is left, as text.</summary>
    public readonly string Rest => Encoding.Latin1.GetString(_bytes[Math.Min(_at, _bytes.Length)..]).Trim();

    public List<ImapNode> ReadAll()
    {
        var nodes = new List<ImapNode>();
        while (!AtEnd)
            nodes.Add(Next());
        return nodes;
    }

    public ImapNode Next()
    {
        if (AtEnd)
            throw new FormatException("There is no token");
        return (char)_bytes[_at] switch
        {
            '(' => List(),
            '"' => Quoted(),
            '{' => Literal(),
            _ => Atom(),
        };
    }

    private ImapNode List()
    {
        var items = new List<ImapNode>();
        _at++;
        while (!AtEnd && _bytes[_at] != ')')
            items.Add(Next());
        if (AtEnd)
            throw new FormatException("A list has no end");
        _at++;
        return new ImapNode("", false, items);
    }

    private ImapNode Quoted()
    {
        var text = new StringBuilder();
        for (_at++; _at < _bytes.Length && _bytes[_at] != '"'; _at++)
        {
            if (_bytes[_at] == '\\')
                _at++;
            text.Append((char)_bytes[_at]);
        }

        if (_at++ >= _bytes.Length)
            throw new FormatException("A quoted string has no end");
        return new ImapNode(text.ToString(), true, null);
    }

    private ImapNode Literal()
    {
        var brace = _bytes[_at..].IndexOf((byte)'}');
        var length = int.Parse(Encoding.Latin1.GetString(_bytes[(_at + 1)..(_at + brace)]).TrimEnd('+'), CultureInfo.InvariantCulture);
        var start = _at + brace + 3;
        _at = start + length;
        return new ImapNode(Encoding.Latin1.GetString(_bytes[start.._at]), true, null);
    }

    // BODY[HEADER.FIELDS (A B)] is one: what stands in brackets belongs to it.
    private ImapNode Atom()
    {
        var start = _at;
        var inBrackets = false;
        while (_at < _bytes.Length && _bytes[_at] is not (byte)'\r' && (inBrackets || _bytes[_at] is not ((byte)' ' or (byte)'(' or (byte)')')))
        {
            inBrackets = _bytes[_at] == '[' || (inBrackets && _bytes[_at] != ']');
            _at++;
        }

        if (_at == start)
            throw new FormatException($"A token that begins with '{(char)_bytes[_at]}'");
        return new ImapNode(Encoding.Latin1.GetString(_bytes[start.._at]), false, null);
    }
}
