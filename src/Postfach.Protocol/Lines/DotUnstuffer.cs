using System.Buffers;

namespace Postfach.Protocol.Lines;

/// <summary>
/// Reads a multi-line body back: takes the dot from each line that starts with one and finds the line that ends it all. Only CRLF.CRLF ends a body
/// (or .CRLF at its very start); all other bytes come out as they went in. The bytes may come in any pieces. RFC 1939 §3, RFC 5321 §4.5.2.
/// </summary>
/// <param name="lines">
/// Behind which line ends a dot is taken. From a mail server <see cref="LineEnding.CrLf"/>: with any other a message could carry a second one that
/// only one side sees.
/// </param>
public sealed class DotUnstuffer(LineEnding lines)
{
    private readonly byte[] _dottedLine = lines == LineEnding.CrLf ? "\r\n."u8.ToArray() : "\n."u8.ToArray();
    private State _state = State.LineStart;

    private enum State
    {
        Inside,
        Cr,
        LineStart,

        // Behind a dot that starts a line, and behind the CR after that.
        Dot,
        DotCr,
        End,
    }

    /// <summary>Writes the body's bytes; what follows its end is left over.</summary>
    /// <returns>Whether the end was reached.</returns>
    public bool Read(ReadOnlySpan<byte> input, IBufferWriter<byte> output, out int consumed)
    {
        var rest = input;
        while (!rest.IsEmpty && _state != State.End)
            rest = rest[(_state == State.Inside ? Run(rest, output) : Step(rest, output))..];
        consumed = input.Length - rest.Length;
        return _state == State.End;
    }

    /// <summary>Inside a line: all up to the next dot that starts one.</summary>
    private int Run(ReadOnlySpan<byte> rest, IBufferWriter<byte> output)
    {
        var found = rest.IndexOf(_dottedLine);
        if (found >= 0)
        {
            var dot = found + _dottedLine.Length - 1;
            output.Write(rest[..dot]);
            _state = State.Dot;
            return dot + 1;
        }

        output.Write(rest);
        _state = rest switch
        {
            [.., (byte)'\r', (byte)'\n'] => State.LineStart,
            [.., (byte)'\n'] => AfterBareLf,
            [.., (byte)'\r'] => State.Cr,
            _ => State.Inside,
        };
        return rest.Length;
    }

    private State AfterBareLf => lines == LineEnding.Lf ? State.LineStart : State.Inside;

    /// <summary>At a place where the next byte matters by itself.</summary>
    private int Step(ReadOnlySpan<byte> rest, IBufferWriter<byte> output)
    {
        var next = rest[0];
        switch (_state)
        {
            case State.LineStart when next == '.':
                _state = State.Dot;
                return 1;
            case State.Dot when next == '\r':
                _state = State.DotCr;
                return 1;
            case State.DotCr when next == '\n':
                _state = State.End;
                return 1;
            case State.DotCr:
                // The dot is gone, its line goes on: the CR was part of it.
                output.Write("\r"u8);
                _state = State.Cr;
                return 0;
            case State.Cr when next == '\n':
                output.Write("\n"u8);
                _state = State.LineStart;
                return 1;
            case State.LineStart or State.Dot when next is (byte)'\r' or (byte)'\n':
                output.Write(rest[..1]);
                _state = next == '\r' ? State.Cr : AfterBareLf;
                return 1;
            default:
                _state = State.Inside;
                return 0;
        }
    }
}
