using System.Buffers;

namespace Postfach.Mime;

/// <summary>Selects fields of a header: HEADER.FIELDS and HEADER.FIELDS.NOT. RFC 9051 §6.4.5.1.</summary>
public static class HeaderFields
{
    /// <summary>
    /// Writes the fields of <paramref name="header"/> that have one of the names, or with <paramref name="not"/> all others: octet for
    /// octet, folded lines included; then the blank line, if the header has one. What stands in a header without being a field counts as
    /// one without a name.
    /// </summary>
    public static void Write(ReadOnlySpan<byte> header, FieldNames names, bool not, IBufferWriter<byte> output)
    {
        var isWanted = false;
        while (!header.IsEmpty)
        {
            var end = header.IndexOf((byte)'\n');
            var line = end < 0 ? header : header[..(end + 1)];
            if (line.SequenceEqual("\r\n"u8) || line.SequenceEqual("\n"u8))
            {
                output.Write("\r\n"u8);
                return;
            }

            // RFC 5322 §2.2.3: a line that starts with white space continues the field before it.
            if (line[0] is not ((byte)' ' or (byte)'\t'))
                isWanted = names.Contain(FieldName.Of(line, out _)) != not;
            if (isWanted)
                output.Write(line);
            header = header[line.Length..];
        }
    }
}
