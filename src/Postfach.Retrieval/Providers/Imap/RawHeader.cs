using MimeKit;

namespace Postfach.Retrieval;

/// <summary>A header's bytes as they came, out of what the library has read of it: many headers come with one command so, and one alone only as bytes.</summary>
internal static class RawHeader
{
    /// <summary>Null: some line of it is no header field, or ends otherwise than lines do in IMAP, so that its bytes are not known for sure.</summary>
    /// <param name="size">Bytes of the whole message.</param>
    public static byte[]? Write(HeaderList headers, long size)
    {
        using var bytes = new MemoryStream();
        foreach (var header in headers)
        {
            if (header.RawField.Length == 0 || header.RawValue is not [.., (byte)'\r', (byte)'\n'])
                return null;
            bytes.Write(header.RawField);
            bytes.WriteByte((byte)':');
            bytes.Write(header.RawValue);
        }

        bytes.Write("\r\n"u8);
        return Within(bytes.ToArray(), size).ToArray();
    }

    /// <summary>Without the empty line that providers put behind the header of a message that has none.</summary>
    public static ReadOnlySpan<byte> Within(ReadOnlySpan<byte> header, long size) => header[..(int)Math.Min(header.Length, size)];
}
