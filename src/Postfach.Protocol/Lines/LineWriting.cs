using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Postfach.Protocol.Lines;

/// <summary>Writes the parts of a reply line.</summary>
internal static class LineWriting
{
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(b => (byte)b), 0x7F]);

    extension(IBufferWriter<byte> output)
    {
        /// <summary>Text as UTF-8; control characters become <c>?</c>, so that no text can end its line.</summary>
        public void WriteText(string text)
        {
            var bytes = output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
            var count = Encoding.UTF8.GetBytes(text, bytes);
            for (var at = bytes[..count].IndexOfAny(Controls); at >= 0; at = bytes[..count].IndexOfAny(Controls))
                bytes[at] = (byte)'?';
            output.Advance(count);
        }

        public void WriteNumber(long number)
        {
            var bytes = output.GetSpan(20);
            Utf8Formatter.TryFormat(number, bytes, out var count);
            output.Advance(count);
        }
    }
}
