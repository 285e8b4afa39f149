using Postfach.Mail;

namespace Postfach.Files;

/// <summary>
/// The line before each message of an mbox file: <c>From SENDER DATE</c>. Writers differ in the order of its parts, in the zone and in the seconds; all have
/// a time, a month, a day and a year.
/// </summary>
internal static class FromLine
{
    /// <summary>The longest line that is taken for one, in bytes.</summary>
    public const int MaxBytes = 1024;

    /// <summary>Reads a line without its end. False: no writer makes such a line, it is text.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out InternalDate date)
    {
        date = default;
        if (!line.StartsWith("From "u8) || line.Length > MaxBytes)
            return false;
        return LooseDate.TryRead(line[5..], out date);
    }
}
