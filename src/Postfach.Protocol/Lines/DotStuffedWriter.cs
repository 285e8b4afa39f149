using System.Buffers;

namespace Postfach.Protocol.Lines;

/// <summary>
/// Writes the bytes of a message as a multi-line body: a dot before each line that starts with one, and the line that ends it all. The bytes may
/// come in any pieces. RFC 1939 §3, RFC 5321 §4.5.2.
/// </summary>
/// <param name="lines">What the reader at the other end may take for a line's end.</param>
public sealed class DotStuffedWriter(IBufferWriter<byte> output, LineEnding lines)
{
    private readonly byte[] _dottedLine = lines == LineEnding.CrLf ? "\r\n."u8.ToArray() : "\n."u8.ToArray();
    private Tail _tail = Tail.CrLf;

    /// <summary>How the bytes so far end. Before the first one a line starts.</summary>
    private enum Tail
    {
        Other,
        Cr,
        CrLf,
        BareLf,
    }

    private bool AtLineStart => _tail == Tail.CrLf || (_tail == Tail.BareLf && lines == LineEnding.Lf);

    public void Write(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
            return;
        if (_tail == Tail.Cr && body[0] == '\n')
        {
            // The one line end that lies across two pieces.
            output.Write(body[..1]);
            _tail = Tail.CrLf;
            body = body[1..];
            if (body.IsEmpty)
                return;
        }

        if (AtLineStart && body[0] == '.')
            output.Write("."u8);
        var end = TailOf(body);
        for (var found = body.IndexOf(_dottedLine); found >= 0; found = body.IndexOf(_dottedLine))
        {
            var dot = found + _dottedLine.Length - 1;
            output.Write(body[..dot]);
            output.Write("."u8);
            body = body[dot..];
        }

        output.Write(body);
        _tail = end;
    }

    /// <summary>Ends the body, with a CRLF first where its last line has none.</summary>
    public void Complete() => output.Write(_tail == Tail.CrLf ? ".\r\n"u8 : "\r\n.\r\n"u8);

    private static Tail TailOf(ReadOnlySpan<byte> piece) => piece switch
    {
        [.., (byte)'\r', (byte)'\n'] => Tail.CrLf,
        [.., (byte)'\n'] => Tail.BareLf,
        [.., (byte)'\r'] => Tail.Cr,
        _ => Tail.Other,
    };
}
