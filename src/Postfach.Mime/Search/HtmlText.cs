using System.Buffers;
using System.Net;

namespace Postfach.Mime;

/// <summary>
/// Makes the text that is shown out of HTML that comes in pieces: markup, scripts, styles and comments go, entities become characters, white space becomes
/// one space, or one line break where a block begins or ends. Whatever is broken is shown as it stands. What is held does not grow with the text.
/// Not thread-safe.
/// </summary>
// HTML, living standard, §13.2.5 (tokenization), so far as text hangs on it.
internal sealed class HtmlText
{
    private const int MaxEntity = 34;

    private static readonly SearchValues<char> Ends = SearchValues.Create("<& \t\r\n\f");

    // The names of elements whose content is text on the same line as what is around them.
    private static readonly HashSet<string> Inline = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "abbr", "acronym", "b", "basefont", "bdi", "bdo", "big", "blink", "center", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins",
        "kbd", "label", "mark", "meta", "nobr", "o:p", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
        "var", "wbr",
    };

    private static readonly string[] Hiding = ["script", "style"];

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> IsInline = Inline.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly ArrayBufferWriter<char> _word = new(MaxEntity);
    private State _state;
    private char _pending, _quote;
    private string? _hiddenIn;
    private int _dashes;
    private bool _hasShown;

    private enum State
    {
        Text,
        Entity,

        /// <summary>Behind a less-than sign.</summary>
        TagOpen,
        TagName,
        Tag,

        /// <summary>Behind the equals sign of an attribute.</summary>
        Value,
        Quoted,
        Declaration,
        Comment,
    }

    /// <summary>The next piece; appends what it shows.</summary>
    /// <param name="isLast">No more follow.</param>
    public void Write(ReadOnlySpan<char> html, bool isLast, IBufferWriter<char> output)
    {
        while (!html.IsEmpty)
            html = html[(_state == State.Text ? TakeText(html, output) : TakeOne(html[0], output))..];
        if (isLast && _state is State.Entity or State.TagOpen)
            ShowWord(output);
    }

    private int TakeText(ReadOnlySpan<char> html, IBufferWriter<char> output)
    {
        var length = html.IndexOfAny(Ends);
        if (length < 0)
            length = html.Length;
        if (length > 0)
        {
            Show(html[..length], output);
            return length;
        }

        if (html[0] is '<' or '&')
        {
            Begin(html[0] == '<' ? State.TagOpen : State.Entity, html[0]);
        }
        else if (_pending == '\0')
        {
            _pending = ' ';
        }

        return 1;
    }

    /// <returns>How many characters it took: none where the character means something in the next state.</returns>
    private int TakeOne(char next, IBufferWriter<char> output)
    {
        switch (_state)
        {
            case State.Entity:
                return TakeEntity(next, output);
            case State.TagOpen:
                return TakeTagOpen(next, output);
            case State.TagName when char.IsWhiteSpace(next) || next is '>' || (next is '/' && _word.WrittenCount > 1):
                _state = EndName() ? State.Tag : State.Text;
                return 0;
            case State.TagName when _word.WrittenCount < MaxEntity:
                Add(next);
                return 1;
            case State.Tag or State.Declaration when next == '>':
            case State.Comment when next == '>' && _dashes >= 2:
                _state = State.Text;
                return 1;
            case State.Tag when next == '=':
                _state = State.Value;
                return 1;
            case State.Value when next is '"' or '\'':
                (_state, _quote) = (State.Quoted, next);
                return 1;
            case State.Value when !char.IsWhiteSpace(next):
            case State.Quoted when next == _quote:
                _state = State.Tag;
                return next == '>' ? 0 : 1;
            case State.Declaration:
                // Two dashes right behind the exclamation mark: a comment, which ends with two dashes.
                _dashes = next == '-' && _dashes >= 0 ? _dashes + 1 : -1;
                _state = _dashes == 2 ? State.Comment : State.Declaration;
                return 1;
            case State.Comment:
                _dashes = next == '-' ? _dashes + 1 : 0;
                return 1;
            default:
                return 1;
        }
    }

    private int TakeEntity(char next, IBufferWriter<char> output)
    {
        if (next == ';' && _word.WrittenCount > 1)
        {
            Add(next);
            var name = _word.WrittenSpan.ToString();
            _state = State.Text;
            Show(WebUtility.HtmlDecode(name), output);
            return 1;
        }

        if (_word.WrittenCount < MaxEntity && (char.IsAsciiLetterOrDigit(next) || (next == '#' && _word.WrittenCount == 1)))
        {
            Add(next);
            return 1;
        }

        ShowWord(output);
        return 0;
    }

    private int TakeTagOpen(char next, IBufferWriter<char> output)
    {
        // In a script nothing but its end counts.
        if (next == '/' || (_hiddenIn is null && char.IsAsciiLetter(next)))
        {
            Begin(State.TagName, next);
            return 1;
        }

        if (_hiddenIn is null && (next is '!' or '?'))
        {
            (_state, _dashes) = (State.Declaration, next == '!' ? 0 : -1);
            return 1;
        }

        ShowWord(output);
        return 0;
    }

    /// <summary>The name of a tag is complete: what it hides, shows again, or sets apart.</summary>
    /// <returns>False: it is no tag, but looks like one in a script.</returns>
    private bool EndName()
    {
        var word = _word.WrittenSpan;
        var isEnd = word[0] == '/';
        var name = isEnd ? word[1..] : word;
        if (_hiddenIn is not null)
        {
            if (!isEnd || !name.Equals(_hiddenIn, StringComparison.OrdinalIgnoreCase))
                return false;
            _hiddenIn = null;
            return true;
        }

        if (!isEnd)
            _hiddenIn = Hiding.FirstOrDefault(h => _word.WrittenSpan.Equals(h, StringComparison.OrdinalIgnoreCase));
        if (!IsInline.Contains(name))
            _pending = '\n';
        return true;
    }

    private void Begin(State state, char first)
    {
        _word.ResetWrittenCount();
        Add(first);
        _state = state;
    }

    private void Add(char next)
    {
        _word.GetSpan(1)[0] = next;
        _word.Advance(1);
    }

    private void ShowWord(IBufferWriter<char> output)
    {
        _state = State.Text;
        Show(_word.WrittenSpan, output);
    }

    private void Show(ReadOnlySpan<char> text, IBufferWriter<char> output)
    {
        if (_hiddenIn is not null)
            return;
        if (_pending != '\0' && _hasShown)
            output.Write([_pending]);
        (_pending, _hasShown) = ('\0', true);
        output.Write(text);
    }
}
