using System.Globalization;
using System.Text.RegularExpressions;

namespace Postfach.Stress.Wire;

/// <summary>A tagged response, and the untagged OKs that came for its command.</summary>
/// <param name="Text">Behind the tag.</param>
internal sealed partial record TaggedAnswer(string Text, IReadOnlyList<string> Told)
{
    public bool IsOk => Text.StartsWith("OK", StringComparison.OrdinalIgnoreCase);

    public bool IsNo => Text.StartsWith("NO", StringComparison.OrdinalIgnoreCase);

    public uint? AppendUid => AppendUidCode().Match(Text) is { Success: true } match ? uint.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    public IReadOnlySet<uint> Modified => ModifiedCode().Match(Text) is { Success: true } match ? UidSet.Read(match.Groups[1].Value).ToHashSet() : [];

    public IReadOnlyList<(uint From, uint To)> CopyUid =>
        [.. Told.Append(Text).Select(t => CopyUidCode().Match(t)).Where(m => m.Success).SelectMany(m => UidSet.Read(m.Groups[1].Value).Zip(UidSet.Read(m.Groups[2].Value)))];

    /// <summary>The number of a response code.</summary>
    public static ulong? Number(string text, string code) =>
        Regex.Match(text, $@"\[{code} ([0-9]+)", RegexOptions.IgnoreCase) is { Success: true } match
            ? ulong.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex(@"\[APPENDUID [0-9]+ ([0-9]+)\]", RegexOptions.IgnoreCase)]
    private static partial Regex AppendUidCode();

    [GeneratedRegex(@"\[COPYUID [0-9]+ ([0-9:,]+) ([0-9:,]+)\]", RegexOptions.IgnoreCase)]
    private static partial Regex CopyUidCode();

    [GeneratedRegex(@"\[MODIFIED ([0-9:,]+)\]", RegexOptions.IgnoreCase)]
    private static partial Regex ModifiedCode();
}
