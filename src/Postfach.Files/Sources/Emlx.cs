using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Postfach.Mail;

namespace Postfach.Files;

/// <summary>Apple Mail's file for a message: a line with the number of its bytes, these bytes, and a property list with flags and date.</summary>
internal static class Emlx
{
    public static bool IsOne(string path) => path.EndsWith(".emlx", StringComparison.OrdinalIgnoreCase);

    /// <summary>Null, and told, when the message is not all there.</summary>
    public static SourceMessage? Read(FileInfo file, Action<SourceFault> report)
    {
        if (file.Name.EndsWith(".partial.emlx", StringComparison.OrdinalIgnoreCase))
        {
            report(new SourceFault(file.FullName, 0, "only a part of the message was downloaded"));
            return null;
        }

        using var handle = File.OpenHandle(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var window = new FileWindow(handle, FileWindow.ForHeads);
        var line = window.From(0, 32);
        line = line[..Math.Min(line.Length, 32)];
        var begin = line.IndexOf((byte)'\n') + 1;
        if (begin == 0 || !Utf8Parser.TryParse(line, out long length, out var figures) || !line[figures..begin].Trim(" \r\n"u8).IsEmpty || length > window.Length - begin)
        {
            report(new SourceFault(file.FullName, 0, "the file does not begin with the number of the message's bytes, or has fewer"));
            return null;
        }

        var list = window.From(begin + length, FileWindow.ForHeads);
        var properties = Encoding.UTF8.GetString(list[..Math.Min(list.Length, FileWindow.ForHeads)]);
        var received = Integer(properties, "date-received");
        return new SourceMessage
        {
            Path = file.FullName,
            Offset = begin,
            Length = length,
            Flags = FlagsOf(Integer(properties, "flags") ?? 0),
            InternalDate = received is > 0 and < uint.MaxValue
                ? InternalDate.From(DateTimeOffset.FromUnixTimeSeconds(received.Value))
                : HeadFields.Read(window.From(begin, FileWindow.ForHeads)).Date ?? InternalDate.From(new DateTimeOffset(file.LastWriteTimeUtc)),
        };
    }

    private static long? Integer(string properties, string key)
    {
        var at = properties.IndexOf($"<key>{key}</key>", StringComparison.Ordinal);
        var begin = at < 0 ? -1 : properties.IndexOf("<integer>", at, StringComparison.Ordinal);
        var end = begin < 0 ? -1 : properties.IndexOf("</integer>", begin, StringComparison.Ordinal);
        return end >= 0 && long.TryParse(properties.AsSpan(begin + 9, end - begin - 9), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
    }

    private static FlagSet FlagsOf(long bits)
    {
        var system = MessageFlags.None;
        foreach (var (bit, flag) in new[] { (0, MessageFlags.Seen), (1, MessageFlags.Deleted), (2, MessageFlags.Answered), (4, MessageFlags.Flagged), (6, MessageFlags.Draft) })
        {
            if ((bits >> bit & 1) != 0)
                system |= flag;
        }

        return (bits >> 8 & 1) != 0 && Keyword.TryParse("$Forwarded", out var forwarded) ? FlagSet.Of(system, forwarded) : FlagSet.Of(system);
    }
}
