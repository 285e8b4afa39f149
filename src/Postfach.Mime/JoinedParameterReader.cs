using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Postfach.Mime;

/// <summary>
/// Reads parameters as <see cref="ParameterReader"/> does, those that come in pieces (<c>filename*0</c>, <c>filename*1</c>, in any order) as one. RFC 2231 §3, §4.1.
/// </summary>
/// <param name="scratch">For one value.</param>
/// <param name="joined">For the value that is put together.</param>
// Deviation: RFC 9051 §7.5.2 would have "foo*" decoded to UTF-8. Clients of both revisions take its value for what RFC 2231 §4 encodes, with the charset in front.
internal ref struct JoinedParameterReader(ReadOnlySpan<byte> parameters, ByteBuffer scratch, ByteBuffer joined)
{
    // RFC 2231 §7, attribute-char.
    private static readonly SearchValues<byte> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`{|}~"u8);

    private readonly ReadOnlySpan<byte> _parameters = parameters;
    private ParameterReader _in = new(parameters, scratch);

    // Each piece has the parameters read once more: what a hostile field has beyond this goes out as it stands.
    private int _piecesLeft = MimeLimits.ParameterPieces;

    /// <summary>The next parameter; its value holds until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        while (_in.TryRead(out name, out value))
        {
            if (!TryParsePiece(name, out var length, out var number) || --_piecesLeft < 0)
                return true;
            if (number == 0)
            {
                var isEncoded = name[^1] == '*';
                Append(name, value, isEncoded);
                Join(name[..length], isEncoded);
                name = isEncoded ? name[..(length + 1)] : name[..length];
                value = joined.Written;
                return true;
            }

            if (!TryFindPiece(name[..length], 0, out _, out _))
                return true;
        }

        return false;
    }

    public bool TryFind(scoped ReadOnlySpan<byte> wanted, out ReadOnlySpan<byte> value)
    {
        while (TryRead(out var name, out value))
        {
            if (Ascii.EqualsIgnoreCase(name, wanted))
                return true;
        }

        return false;
    }

    private void Join(scoped ReadOnlySpan<byte> parameter, bool isEncoded)
    {
        for (var number = 1; --_piecesLeft >= 0 && TryFindPiece(parameter, number, out var name, out var value); number++)
            Append(name, value, isEncoded);
    }

    // RFC 2231 §4.1: pieces that are encoded and pieces that are not may stand beside each other.
    private readonly void Append(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value, bool isEncoded)
    {
        if (!TryParsePiece(name, out _, out var number))
            return;
        if (number == 0)
            joined.Cut(0);
        if (!isEncoded || name[^1] == '*')
            joined.Append(value);
        else
            AppendEncoded(value);
    }

    private readonly void AppendEncoded(scoped ReadOnlySpan<byte> value)
    {
        Span<byte> hex = stackalloc byte[2];
        foreach (var octet in value)
        {
            if (Plain.Contains(octet))
            {
                joined.Append(octet);
                continue;
            }

            joined.Append((byte)'%');
            Utf8Formatter.TryFormat(octet, hex, out _, new StandardFormat('X', 2));
            joined.Append(hex);
        }
    }

    private readonly bool TryFindPiece(scoped ReadOnlySpan<byte> parameter, int wanted, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        for (var all = new ParameterReader(_parameters, scratch); all.TryRead(out name, out value);)
        {
            if (TryParsePiece(name, out var length, out var number) && number == wanted && Ascii.EqualsIgnoreCase(name[..length], parameter))
                return true;
        }

        return false;
    }

    /// <summary><c>name*3</c> or <c>name*3*</c>.</summary>
    /// <param name="length">The name's, without asterisk and number.</param>
    private static bool TryParsePiece(scoped ReadOnlySpan<byte> name, out int length, out int number)
    {
        length = name.IndexOf((byte)'*');
        number = 0;
        if (length <= 0)
            return false;
        var rest = name[(length + 1)..];
        return Utf8Parser.TryParse(rest, out number, out var digits) && number >= 0 && rest[0] is >= (byte)'0' and <= (byte)'9'
            && rest[digits..] is [] or [(byte)'*'];
    }
}
