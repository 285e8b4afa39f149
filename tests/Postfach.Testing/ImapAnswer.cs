using System.Text.RegularExpressions;

namespace Postfach.Testing;

/// <summary>What came up to a command's tagged response.</summary>
/// <param name="Text">Behind the tag: <c>OK [CODE] words</c>.</param>
public sealed partial record ImapAnswer(string Text, IReadOnlyList<ImapResponse> Untagged)
{
    public bool IsOk => Text.StartsWith("OK", StringComparison.Ordinal);

    /// <summary>UIDVALIDITY and UID of an APPENDUID.</summary>
    public (uint UidValidity, uint Uid) AppendUid => AppendUidCode().Match(Text) is { Success: true } match
        ? (Number(match.Groups[1]), Number(match.Groups[2]))
        : throw new RefusedException("APPENDUID", Text);

    /// <summary>What a COPYUID says, UID by UID; nothing when there is none.</summary>
    public (uint UidValidity, IReadOnlyList<(uint From, uint To)> Uids) CopyUid
    {
        get
        {
            var match = Untagged.Select(u => CopyUidCode().Match(u.Text)).Append(CopyUidCode().Match(Text)).FirstOrDefault(m => m.Success);
            return match is null ? (0, []) : (Number(match.Groups[1]), [.. Uids(match.Groups[2].Value).Zip(Uids(match.Groups[3].Value))]);
        }
    }

    /// <summary>The number that a response code such as UIDNEXT, or a STATUS, gives.</summary>
    public uint this[string name]
    {
        get
        {
            foreach (var text in Untagged.Select(u => u.Text).Append(Text))
            {
                if (Regex.Match(text, $@"\b{name} ([0-9]+)") is { Success: true } match)
                    return Number(match.Groups[1]);
            }

            throw new RefusedException(name, string.Join('\n', Untagged.Select(u => u.Text)));
        }
    }

    private static IEnumerable<uint> Uids(string set)
    {
        foreach (var range in set.Split(','))
        {
            var ends = range.Split(':').Select(n => uint.Parse(n, System.Globalization.CultureInfo.InvariantCulture)).ToList();
            for (var uid = ends[0]; uid <= ends[^1]; uid++)
                yield return uid;
        }
    }

    private static uint Number(Group group) => uint.Parse(group.ValueSpan, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\[APPENDUID ([0-9]+) ([0-9]+)\]")]
    private static partial Regex AppendUidCode();

    [GeneratedRegex(@"\[COPYUID ([0-9]+) ([0-9:,]+) ([0-9:,]+)\]")]
    private static partial Regex CopyUidCode();
}
