using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Postfach.Protocol.Lines;

/// <summary>
/// Walks one command line. Each method takes what it names and goes behind it; the first that does not find it makes this and every later one
/// return false.
/// </summary>
public ref struct LineReader(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> _rest = line;

    public bool Failed { get; private set; }

    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>The next byte, or 0 at the end.</summary>
    public readonly byte Next => Failed || _rest.IsEmpty ? (byte)0 : _rest[0];

    public bool Fail()
    {
        Failed = true;
        return false;
    }

    /// <summary>One or more spaces: clients are not all exact about one.</summary>
    public bool Space()
    {
        var count = _rest.IndexOfAnyExcept((byte)' ');
        count = count < 0 ? _rest.Length : count;
        return Skip(count);
    }

    /// <summary>The line's end, behind spaces at most. RFC 5321 §4.1.1: trailing white space should be tolerated.</summary>
    public bool End()
    {
        if (Failed || !_rest.IsEmpty && _rest.ContainsAnyExcept((byte)' '))
            return Fail();
        _rest = default;
        return true;
    }

    /// <summary>A word of the protocol, in any case.</summary>
    public bool Literal(ReadOnlySpan<byte> word)
    {
        if (Failed || _rest.Length < word.Length || !Ascii.EqualsIgnoreCase(_rest[..word.Length], word))
            return Fail();
        _rest = _rest[word.Length..];
        return true;
    }

    /// <summary>Any byte.</summary>
    public bool Byte(out byte value)
    {
        value = Next;
        return Skip(Math.Min(1, _rest.Length));
    }

    /// <summary>One or more bytes of a class.</summary>
    public bool Run(SearchValues<byte> characters, out ReadOnlySpan<byte> run)
    {
        var count = _rest.IndexOfAnyExcept(characters);
        run = Failed ? default : count < 0 ? _rest : _rest[..count];
        return Skip(run.Length);
    }

    /// <summary>All up to a space or the end, at least one byte.</summary>
    public bool Word(out ReadOnlySpan<byte> word)
    {
        var count = _rest.IndexOf((byte)' ');
        word = Failed ? default : count < 0 ? _rest : _rest[..count];
        return Skip(word.Length);
    }

    /// <summary>Decimal digits, up to 4,294,967,295.</summary>
    public bool Number(out uint number)
    {
        if (Failed || !Utf8Parser.TryParse(_rest, out number, out var length) || !char.IsAsciiDigit((char)_rest[0]))
        {
            number = 0;
            return Fail();
        }

        return Skip(length);
    }

    /// <summary>The rest of the line as text, at least one byte of it and no NUL.</summary>
    public bool Text(out string text)
    {
        text = "";
        if (Failed || _rest.IsEmpty || _rest.Contains((byte)0))
            return Fail();

        // Clients older than UTF-8 send names and passwords in ISO 8859-1, which is hardly ever valid UTF-8. (Deviation: RFC 6856 §2.2 would refuse them.)
        text = System.Text.Unicode.Utf8.IsValid(_rest) ? Encoding.UTF8.GetString(_rest) : Encoding.Latin1.GetString(_rest);
        _rest = default;
        return true;
    }

    private bool Skip(int count)
    {
        if (Failed || count == 0)
            return Fail();
        _rest = _rest[count..];
        return true;
    }
}
