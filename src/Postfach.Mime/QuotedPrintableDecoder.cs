using System.Buffers;

namespace Postfach.Mime;

/// <summary>Decodes quoted-printable that comes in pieces of any size; what makes no sense stays as it is. RFC 2045 §6.7.</summary>
internal sealed class QuotedPrintableDecoder
{
    // White space at the end of a line was added on the way (RFC 2045 §6.7): so much of it is held back until what follows is known.
    private const int MaxHeld = 1024;

    private readonly ByteBuffer _held = new(16);
    private Place _place;

    private enum Place
    {
        Plain,
        AfterEqual,
        AfterDigit,

        /// <summary>Behind = and white space: a line break, if that is what follows.</summary>
        SoftBreak,
    }

    public void Write(ReadOnlySpan<byte> coded, IBufferWriter<byte> output)
    {
        while (!coded.IsEmpty)
        {
            if (_place == Place.Plain && _held.Length == 0)
            {
                var run = coded.IndexOfAny("= \t"u8);
                output.Write(run < 0 ? coded : coded[..run]);
                coded = run < 0 ? default : coded[run..];
                if (coded.IsEmpty)
                    return;
            }

            Take(coded[0], output);
            coded = coded[1..];
        }
    }

    /// <summary>At the end: what was held back.</summary>
    public void WriteRest(IBufferWriter<byte> output)
    {
        // The line break behind a last = belongs to the boundary that follows.
        if (_place is not (Place.AfterEqual or Place.SoftBreak))
            Release(output);
        _place = Place.Plain;
        _held.Cut(0);
    }

    private void Take(byte octet, IBufferWriter<byte> output)
    {
        switch (_place)
        {
            case Place.Plain when octet is (byte)' ' or (byte)'\t':
                if (_held.Length == MaxHeld)
                    Release(output);
                _held.Append(octet);
                break;
            case Place.Plain when octet == '=':
                Release(output);
                _held.Append(octet);
                _place = Place.AfterEqual;
                break;
            case Place.Plain:
                if (octet is (byte)'\r' or (byte)'\n')
                    _held.Cut(0);
                Release(output);
                output.Write([octet]);
                break;
            case Place.AfterEqual or Place.SoftBreak when octet == '\n':
                _held.Cut(0);
                _place = Place.Plain;
                break;
            case Place.AfterEqual or Place.SoftBreak when octet is (byte)' ' or (byte)'\t' or (byte)'\r' && _held.Length < MaxHeld:
                _held.Append(octet);
                _place = Place.SoftBreak;
                break;
            case Place.AfterEqual when char.IsAsciiHexDigit((char)octet):
                _held.Append(octet);
                _place = Place.AfterDigit;
                break;
            case Place.AfterDigit when char.IsAsciiHexDigit((char)octet):
                output.Write([(byte)((Digit(_held.Written[^1]) << 4) | Digit(octet))]);
                _held.Cut(0);
                _place = Place.Plain;
                break;
            default:
                Release(output);
                _place = Place.Plain;
                Take(octet, output);
                break;
        }
    }

    private static int Digit(byte octet) => octet <= '9' ? octet - '0' : (octet | 0x20) - 'a' + 10;

    private void Release(IBufferWriter<byte> output)
    {
        output.Write(_held.Written);
        _held.Cut(0);
    }
}
