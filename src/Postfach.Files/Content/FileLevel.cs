using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Postfach.Files;

/// <summary>
/// A level of a mailbox's name as the name of a file or folder. Characters that some system does not take, or that mean something to a reader, are
/// written as <c>%XX</c>, the bytes of UTF-8: no mailbox has a <c>%</c> in its name, so this can be read back.
/// </summary>
internal static class FileLevel
{
    // What a file system takes, less what is put before and behind a name.
    private const int MaxBytes = 200;

    private static readonly string[] Devices = ["con", "prn", "aux", "nul"];
    private static readonly string[] Endings = [".msf", ".dat", ".html", ".json", ".sqlite", ".js", ".sbd", ".mbox", ".eml", ".emlx", ".txt"];

    public static string Encode(string level)
    {
        var name = new StringBuilder();
        var protectedDot = Endings.Any(e => level.EndsWith(e, StringComparison.OrdinalIgnoreCase)) ? level.LastIndexOf('.') : -1;
        var isDevice = IsDevice(level);
        var place = 0;
        foreach (var rune in level.EnumerateRunes())
        {
            var isEdge = place == 0 || place + rune.Utf16SequenceLength == level.Length;
            if ((isDevice && place == 0) || place == protectedDot || !IsPlain(rune, isEdge))
                AppendEscaped(name, rune);
            else
                name.Append(rune);
            place += rune.Utf16SequenceLength;
        }

        return Shortened(name.ToString(), level);
    }

    /// <summary>As <see cref="Encode"/>, but unlike any other name also where upper and lower case are the same.</summary>
    public static string EncodeApart(string level)
    {
        var name = new StringBuilder();
        foreach (var rune in level.EnumerateRunes())
            AppendEscaped(name, rune);
        return Shortened(name.ToString(), level);
    }

    /// <summary>A name that is too long loses its end; what stands there instead keeps it apart from others.</summary>
    public static string Shortened(string name, string whole)
    {
        if (Encoding.UTF8.GetByteCount(name) <= MaxBytes)
            return name;
        var mark = "~" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)).AsSpan(0, 8));
        var length = 0;
        var kept = name.EnumerateRunes().TakeWhile(r => (length += r.Utf8SequenceLength) <= MaxBytes - mark.Length);
        return string.Concat(kept).TrimEnd('%') + mark;
    }

    /// <summary>The level that a file's or folder's name stands for; what no mailbox can have in its name becomes something that looks alike.</summary>
    public static string Decode(string name)
    {
        var bytes = new List<byte>();
        var source = Encoding.UTF8.GetBytes(name.Normalize(NormalizationForm.FormC));
        for (var i = 0; i < source.Length; i++)
        {
            var escaped = source[i] == '%' && i + 2 < source.Length
                && byte.TryParse(source.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                ? value
                : (byte?)null;
            bytes.Add(escaped ?? source[i]);
            i += escaped is null ? 0 : 2;
        }

        var level = Encoding.UTF8.GetString([.. bytes]);
        return string.Concat(level.Select(c => c switch { '%' => '\uFF05', '*' => '\uFF0A', '/' => '\uFF0F', _ when char.IsControl(c) => '\uFFFD', _ => c }));
    }

    private static void AppendEscaped(StringBuilder name, Rune rune)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
            name.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
    }

    private static bool IsPlain(Rune rune, bool isEdge) => rune.Value switch
    {
        '.' or ' ' => !isEdge,
        < 0x80 => char.IsAsciiLetterOrDigit((char)rune.Value) || "-_+=,@()[]{}!#$&'^;".Contains((char)rune.Value, StringComparison.Ordinal),
        _ => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark,
    };

    private static bool IsDevice(string level)
    {
        var stem = level.Split('.')[0];
        return Devices.Contains(stem, StringComparer.OrdinalIgnoreCase)
            || (stem.Length == 4 && char.IsAsciiDigit(stem[3])
                && (stem.StartsWith("com", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("lpt", StringComparison.OrdinalIgnoreCase)));
    }
}
