namespace Postfach.Mime;

/// <summary>Finds the name in the first line of a header field.</summary>
internal static class FieldName
{
    /// <summary>Empty where the line is no field. <paramref name="colon"/>: where its value starts, less one.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> line, out int colon)
    {
        colon = line.IndexOf((byte)':');
        if (colon < 0)
            return default;
        // RFC 5322 §4.5: white space may stand between the name and the colon.
        var name = line[..colon];
        if (name is [.., (byte)' ' or (byte)'\t'])
            name = name.TrimEnd(" \t"u8);
        // Editors put a byte order mark before the first field; it is no part of a name (RFC 5322 §2.2).
        return name.StartsWith("\uFEFF"u8) ? name[3..] : name;
    }
}
