using MimeKit.Utils;

namespace Postfach.Retrieval;

/// <summary>When a message came to the provider, out of its header: the date of the topmost Received field, else Date. RFC 5322 §3.6.7.</summary>
internal static class ArrivalDate
{
    /// <summary>Null: the header does not say.</summary>
    public static DateTimeOffset? Of(ReadOnlySpan<byte> header)
    {
        DateTimeOffset? dated = null;
        while (!header.IsEmpty)
        {
            var field = Next(ref header);
            if (StartsWith(field, "Received:"u8) && field.LastIndexOf((byte)';') is >= 0 and var semicolon && Read(field[(semicolon + 1)..]) is { } received)
                return received;
            if (dated is null && StartsWith(field, "Date:"u8))
                dated = Read(field["Date:".Length..]);
        }

        return dated;
    }

    // A field with its folded lines.
    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> header)
    {
        var end = 0;
        do
        {
            var lineFeed = header[end..].IndexOf((byte)'\n');
            end = lineFeed < 0 ? header.Length : end + lineFeed + 1;
        }
        while (end < header.Length && header[end] is (byte)' ' or (byte)'\t');
        var field = header[..end];
        header = header[end..];
        return field;
    }

    private static bool StartsWith(ReadOnlySpan<byte> field, ReadOnlySpan<byte> name) =>
        field.Length >= name.Length && System.Text.Ascii.EqualsIgnoreCase(field[..name.Length], name);

    // InternalDate holds whole minutes of a zone, and years that people live in.
    private static DateTimeOffset? Read(ReadOnlySpan<byte> text) =>
        DateUtils.TryParse(text.ToArray(), out var date) && date.Year is >= 1970 and < 2200 ? date : null;
}
