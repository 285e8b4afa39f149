using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Postfach.Mime;

/// <summary>Walks a BODYSTRUCTURE and copies what BODY has of it. RFC 9051 §9.</summary>
internal ref struct StructureCopier(ReadOnlySpan<byte> structure, IBufferWriter<byte> output)
{
    // Each level of multipart or message is one body; the message itself is one more.
    private const int MaxDepth = MimeLimits.Depth + 2;

    private readonly ReadOnlySpan<byte> _in = structure;
    private int _place;
    private int _copied;
    private int _depth;

    public bool TryCopyBody()
    {
        if (++_depth > MaxDepth || !TrySkip((byte)'('))
            return false;
        if (!(At((byte)'(') ? TryPassMultipart() : TryPassSinglePart()))
            return false;
        output.Write(_in[_copied.._place]);
        // The rest of this list is extension data.
        while (!At((byte)')'))
        {
            if (!TrySkipValue())
                return false;
        }

        _copied = _place++;
        if (--_depth == 0)
            output.Write(_in[_copied.._place]);
        return true;
    }

    // RFC 9051 §9: body-type-mpart = 1*body SP media-subtype.
    private bool TryPassMultipart()
    {
        while (At((byte)'('))
        {
            if (!TryCopyBody())
                return false;
        }

        return TrySkipValue();
    }

    // RFC 9051 §9: body-type-basic, body-type-text (a number more), body-type-msg (envelope, body and a number more).
    private bool TryPassSinglePart()
    {
        var typeStart = _place;
        if (!TrySkipValue())
            return false;
        var type = _in[typeStart.._place];
        var subtypeStart = _place + 1;
        if (!TrySkipValue())
            return false;
        var subtype = _in[subtypeStart.._place];
        for (var field = 0; field < 5; field++)
        {
            if (!TrySkipValue())
                return false;
        }

        if (Ascii.EqualsIgnoreCase(type, "\"text\""u8))
            return TrySkipValue();
        var isMessage = Ascii.EqualsIgnoreCase(type, "\"message\""u8)
            && (Ascii.EqualsIgnoreCase(subtype, "\"rfc822\""u8) || Ascii.EqualsIgnoreCase(subtype, "\"global\""u8));
        return !isMessage || (TrySkipValue() && TrySkip((byte)' ') && TryCopyBody() && TrySkipValue());
    }

    private readonly bool At(byte value) => _place < _in.Length && _in[_place] == value;

    private bool TrySkip(byte value)
    {
        if (!At(value))
            return false;
        _place++;
        return true;
    }

    /// <summary>Goes behind a string, number, NIL or list, and the space before it.</summary>
    private bool TrySkipValue()
    {
        TrySkip((byte)' ');
        var depth = 0;
        do
        {
            if (_place >= _in.Length)
                return false;
            switch (_in[_place])
            {
                case (byte)'(':
                    depth++;
                    _place++;
                    break;
                case (byte)')':
                    depth--;
                    _place++;
                    break;
                case (byte)' ':
                    _place++;
                    break;
                default:
                    if (!TrySkipSimple())
                        return false;
                    break;
            }
        }
        while (depth > 0);

        return depth == 0;
    }

    private bool TrySkipSimple()
    {
        switch (_in[_place])
        {
            case (byte)'"':
                return TrySkipQuoted();
            case (byte)'{':
                var isLength = Utf8Parser.TryParse(_in[(_place + 1)..], out int length, out var digits);
                var content = _place + 1 + digits + "}\r\n".Length;
                if (!isLength || length < 0 || length > _in.Length - content)
                    return false;
                _place = content + length;
                return true;
            default:
                var end = _in[_place..].IndexOfAny((byte)' ', (byte)')');
                _place = end < 0 ? _in.Length : _place + end;
                return end > 0;
        }
    }

    private bool TrySkipQuoted()
    {
        for (var i = _place + 1; i < _in.Length; i++)
        {
            if (_in[i] == '\\')
            {
                i++;
            }
            else if (_in[i] == '"')
            {
                _place = i + 1;
                return true;
            }
        }

        return false;
    }
}
