using System.Globalization;
using System.Text;
using Postfach.Mail;

namespace Postfach.Files;

/// <summary>
/// Lines that an export puts before a message in an mbox file, and that an import takes away again: flags and keywords as other programs read them
/// (Status, X-Status, X-Keywords), and the last of them for ourselves, <c>X-Postfach-Export: DATE [raw] [open]</c>.
/// </summary>
/// <param name="Length">Bytes of these lines.</param>
/// <param name="LineEnds">Odd: the lines end in the file as they do in the message. Open: the last line's end is not the message's.</param>
internal sealed record ExportMark(int Length, FlagSet Flags, InternalDate Date, LineEnds LineEnds)
{
    private const string Zoned = "yyyy-MM-ddTHH:mm:sszzz";

    private static ReadOnlySpan<byte> Own => "X-Postfach-Export: "u8;

    public static byte[] Write(MessageFacts message)
    {
        var system = message.Flags.System;
        var text = new StringBuilder(system.HasFlag(MessageFlags.Seen) ? "Status: RO\n" : "Status: O\n");
        var letters = string.Concat(
            system.HasFlag(MessageFlags.Answered) ? "A" : "",
            system.HasFlag(MessageFlags.Flagged) ? "F" : "",
            system.HasFlag(MessageFlags.Deleted) ? "D" : "",
            system.HasFlag(MessageFlags.Draft) ? "T" : "");
        if (letters.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"X-Status: {letters}\n");
        if (message.Flags.Keywords.Any())
            text.Append(CultureInfo.InvariantCulture, $"X-Keywords: {string.Join(' ', message.Flags.Keywords.Select(k => k.Name))}\n");
        var date = DateOf(message).ToString(Zoned, CultureInfo.InvariantCulture);
        text.Append(CultureInfo.InvariantCulture, $"X-Postfach-Export: {date}{(message.LineEnds.AreOdd ? " raw" : "")}{(message.LineEnds.LastIsOpen ? " open" : "")}\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Null: the header does not begin with such lines as they were written.</summary>
    public static ExportMark? Read(ReadOnlySpan<byte> head)
    {
        var length = 0;
        foreach (var name in new[] { "Status: ", "X-Status: ", "X-Keywords: " })
        {
            if (StartsWith(head[length..], name))
                length += head[length..].IndexOf((byte)'\n') + 1;
        }

        if (length == 0 || !head[length..].StartsWith(Own))
            return null;
        var fields = HeadFields.Read(head[..length]);
        var line = head[length..];
        var end = line.IndexOf((byte)'\n');
        if (end < 0)
            return null;
        var words = Encoding.ASCII.GetString(line[Own.Length..end]).Split(' ');
        return DateTimeOffset.TryParseExact(words[0], Zoned, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? new ExportMark(length + end + 1, fields.Flags, InternalDate.From(date), new LineEnds(words.Contains("raw"), words.Contains("open")))
            : null;
    }

    public static DateTimeOffset DateOf(MessageFacts message) => message.InternalDate?.ToDateTimeOffset() ?? DateTimeOffset.UnixEpoch;

    private static bool StartsWith(ReadOnlySpan<byte> head, string name) => head.Length > name.Length && Ascii.Equals(head[..name.Length], name) && head.Contains((byte)'\n');
}
