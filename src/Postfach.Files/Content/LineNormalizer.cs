using System.Buffers;

namespace Postfach.Files;

/// <summary>
/// Makes a file's bytes a message's: bare LF becomes CRLF, quoted <c>From </c> lines become what they were; nothing else changes. Takes the bytes in
/// pieces of any size.
/// </summary>
/// <param name="keepsLineEnds">A bare LF is one of the message's.</param>
internal sealed class LineNormalizer(Quoting quoting, bool keepsLineEnds)
{
    private bool _afterCr;
    private bool _atLineStart = quoting != Quoting.None;
    private long _quotes;
    private int _matched;

    private static ReadOnlySpan<byte> From => "From "u8;

    public void Write(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        while (!bytes.IsEmpty)
        {
            if (_atLineStart)
                bytes = ReadPrefix(bytes, output);
            var end = _atLineStart ? -1 : bytes.IndexOf((byte)'\n');
            if (_atLineStart || bytes.IsEmpty)
                continue;
            if (end < 0)
            {
                output.Write(bytes);
                _afterCr = bytes[^1] == '\r';
                return;
            }

            output.Write(bytes[..end]);
            output.Write(keepsLineEnds || (end > 0 ? bytes[end - 1] == '\r' : _afterCr) ? "\n"u8 : "\r\n"u8);
            (_afterCr, _atLineStart) = (false, quoting != Quoting.None);
            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>The bytes have ended.</summary>
    public void Complete(IBufferWriter<byte> output) => Release(output, isQuoted: false);

    /// <summary>Holds back the last quote, and what may follow it, until it is known whether it stays.</summary>
    private ReadOnlySpan<byte> ReadPrefix(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (_matched == 0 && bytes[i] == '>')
            {
                if (_quotes++ > 0)
                    output.Write(">"u8);
            }
            else if (_quotes > 0 && bytes[i] == From[_matched])
            {
                if (++_matched < From.Length)
                    continue;
                Release(output, isQuoted: quoting == Quoting.OneMore || _quotes == 1);
                return bytes[(i + 1)..];
            }
            else
            {
                Release(output, isQuoted: false);
                return bytes[i..];
            }
        }

        return [];
    }

    private void Release(IBufferWriter<byte> output, bool isQuoted)
    {
        if (_quotes > 0 || _matched > 0)
            _afterCr = false;
        if (_quotes > 0 && !isQuoted)
            output.Write(">"u8);
        output.Write(From[.._matched]);
        (_atLineStart, _quotes, _matched) = (false, 0, 0);
    }
}
