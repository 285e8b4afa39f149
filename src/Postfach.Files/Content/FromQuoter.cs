using System.Buffers;

namespace Postfach.Files;

/// <summary>Puts a <c>&gt;</c> before each line that is <c>From </c> after any number of them: what mboxrd does. Takes the bytes in pieces of any size.</summary>
internal sealed class FromQuoter
{
    // How much of "From " the line has so far, after its quotes; null: the line is another one.
    private int? _matched = 0;

    private static ReadOnlySpan<byte> From => "From "u8;

    /// <summary>The last byte was a LF, or there was none.</summary>
    public bool EndsLine { get; private set; } = true;

    public void Write(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        if (!bytes.IsEmpty)
            EndsLine = bytes[^1] == '\n';
        while (!bytes.IsEmpty)
        {
            if (_matched is { } matched)
            {
                // The quotes need not wait: one more can go anywhere among them.
                if (matched > 0 || bytes[0] != '>')
                {
                    if (bytes[0] != From[matched])
                    {
                        Complete(output);
                        continue;
                    }

                    _matched = matched + 1;
                    if (_matched == From.Length)
                    {
                        output.Write(">"u8);
                        Complete(output);
                    }
                }
                else
                {
                    output.Write(">"u8);
                }

                bytes = bytes[1..];
                continue;
            }

            var end = bytes.IndexOf((byte)'\n') + 1;
            output.Write(end == 0 ? bytes : bytes[..end]);
            _matched = end == 0 ? null : 0;
            bytes = end == 0 ? [] : bytes[end..];
        }
    }

    /// <summary>The bytes have ended.</summary>
    public void Complete(IBufferWriter<byte> output)
    {
        output.Write(From[..(_matched ?? 0)]);
        _matched = null;
    }
}
