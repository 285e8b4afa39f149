using System.Globalization;
using System.Text;

namespace Postfach.Peers.Corpus;

/// <summary>The items of one FETCH response, each as a tree: whether a string came quoted or as a literal makes no difference. RFC 9051 §9.</summary>
internal sealed class FetchAnswer
{
    private readonly string _text;
    private readonly IReadOnlyList<byte[]> _literals;
    private int _at, _literal;

    private FetchAnswer(ImapResponse response) => (_text, _literals) = (response.Text, response.Literals);

    public static IReadOnlyDictionary<string, DataNode> Read(ImapResponse response)
    {
        var answer = new FetchAnswer(response);
        answer._at = response.Text.IndexOf('(', StringComparison.Ordinal) + 1;
        var items = new Dictionary<string, DataNode>(StringComparer.OrdinalIgnoreCase);
        while (answer._text[answer._at] != ')')
        {
            var name = answer.ReadName();
            answer._at++;
            items[name] = answer.ReadNode();
            answer.SkipSpace();
        }

        return items;
    }

    private void SkipSpace()
    {
        while (_text[_at] == ' ')
            _at++;
    }

    private string ReadName()
    {
        var (start, depth) = (_at, 0);
        for (; _text[_at] != ' ' || depth > 0; _at++)
            depth += _text[_at] is '[' ? 1 : _text[_at] is ']' ? -1 : 0;
        return _text[start.._at];
    }

    private DataNode ReadNode() => _text[_at] switch
    {
        '(' => ReadList(),
        '"' => ReadQuoted(),
        '{' or '~' => ReadLiteral(),
        _ => ReadAtom(),
    };

    private DataNode.List ReadList()
    {
        var nodes = new List<DataNode>();
        for (_at++, SkipSpace(); _text[_at] != ')'; SkipSpace())
            nodes.Add(ReadNode());
        _at++;
        return new DataNode.List(nodes);
    }

    private DataNode.Text ReadQuoted()
    {
        var text = new StringBuilder();
        for (_at++; _text[_at] != '"'; _at++)
        {
            if (_text[_at] == '\\')
                _at++;
            text.Append(_text[_at]);
        }

        _at++;
        return new DataNode.Text(text.ToString());
    }

    private DataNode.Text ReadLiteral()
    {
        _at = _text.IndexOf('}', _at) + 1;
        return new DataNode.Text(Encoding.Latin1.GetString(_literals[_literal++]));
    }

    private DataNode ReadAtom()
    {
        var start = _at;
        while (_text[_at] is not (' ' or ')' or '('))
            _at++;
        var atom = _text[start.._at];
        return long.TryParse(atom, CultureInfo.InvariantCulture, out var number) ? new DataNode.Number(number) : new DataNode.Nil();
    }
}
