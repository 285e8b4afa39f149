using System.Globalization;
using System.Text.Json.Serialization;

namespace Postfach.Mail;

/// <summary>
/// What becomes of the copy at the provider, one rule for POP3 and IMAP. Each part is an option of its own; together they are one sentence. What makes
/// a message go is <see cref="AfterDownload"/>, <see cref="AfterRead"/>, <see cref="WhenDeletedHere"/>, <see cref="Bigger"/>, <see cref="UntilQuota"/>,
/// the first that comes; <see cref="OlderThan"/> holds it back until it is old, and makes it go where nothing else would; <see cref="KeepNewest"/>
/// and <see cref="NeverFlagged"/> are exempt; <see cref="ViaTrash"/> is how it goes.
/// </summary>
[JsonConverter(typeof(RetentionRuleConverter))]
public sealed record RetentionRule
{
    /// <summary>Nothing is ever deleted there.</summary>
    public static readonly RetentionRule Leave = new();

    /// <summary>So long after the download was committed here.</summary>
    public TimeSpan? AfterDownload { get; init; }

    /// <summary>So long after somebody read it here.</summary>
    public TimeSpan? AfterRead { get; init; }

    /// <summary>Once it is deleted here: expunged, or moved to the Trash.</summary>
    public bool WhenDeletedHere { get; init; }

    /// <summary>Bigger than so many bytes: so long after the download.</summary>
    public (long Bytes, TimeSpan After)? Bigger { get; init; }

    /// <summary>Only what is older than this, by the message's date.</summary>
    public TimeSpan? OlderThan { get; init; }

    /// <summary>The oldest first, until the provider's mailbox is under so many percent of its quota.</summary>
    public int? UntilQuota { get; init; }

    /// <summary>The newest so many stay.</summary>
    public int? KeepNewest { get; init; }

    /// <summary>What is flagged, here or there, stays.</summary>
    public bool NeverFlagged { get; init; }

    /// <summary>IMAP: moved to the provider's Trash for so long first.</summary>
    public TimeSpan? ViaTrash { get; init; }

    /// <summary>Something may be deleted by it.</summary>
    public bool Deletes => AfterDownload is not null || AfterRead is not null || WhenDeletedHere || Bigger is not null || OlderThan is not null || UntilQuota is not null;

    /// <summary>Reads parts such as <c>delete-after=7d</c> and <c>never-flagged</c>; none, or <c>leave</c>, is <see cref="Leave"/>.</summary>
    /// <param name="why">What is wrong, for a person.</param>
    public static bool TryParse(IEnumerable<string> parts, out RetentionRule rule, out string why)
    {
        (rule, why) = (Leave, "");
        var leaves = false;
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            var (name, value) = part.IndexOf('=') is >= 0 and var equals ? (part[..equals], part[(equals + 1)..]) : (part, null);
            if (!named.Add(name is "delete" ? "delete-after" : name))
            {
                why = $"{name} stands there twice";
                return false;
            }

            leaves |= name is "leave";
            if (name is "leave" && value is null)
                continue;
            if (With(rule, name, value) is not { } next)
            {
                why = WhyNot(name, value);
                return false;
            }

            rule = next;
        }

        why = leaves && rule.Deletes ? "leave contradicts the other parts"
            : !rule.Deletes && rule != Leave ? "it says what stays, or how mail goes, but not what goes"
            : "";
        return why.Length == 0;
    }

    /// <summary>The same from one text, parts apart by blanks.</summary>
    /// <exception cref="FormatException">It is no rule.</exception>
    public static RetentionRule Parse(string text) =>
        TryParse(text.Split(' ', StringSplitOptions.RemoveEmptyEntries), out var rule, out var why) ? rule : throw new FormatException(why);

    /// <summary>The parts, as <see cref="Parse"/> reads them.</summary>
    public override string ToString() => this == Leave ? "leave" : string.Join(' ', Parts());

    private IEnumerable<string> Parts()
    {
        if (AfterDownload is { } after)
            yield return after == TimeSpan.Zero ? "delete" : $"delete-after={Quantity.Write(after)}";
        if (AfterRead is { } read)
            yield return $"delete-after-read={Quantity.Write(read)}";
        if (WhenDeletedHere)
            yield return "delete-when-deleted-here";
        if (Bigger is { } bigger)
            yield return $"bigger-than={Quantity.Write(bigger.Bytes)}:{Quantity.Write(bigger.After)}";
        if (OlderThan is { } older)
            yield return $"older-than={Quantity.Write(older)}";
        if (UntilQuota is { } quota)
            yield return string.Create(CultureInfo.InvariantCulture, $"until-quota={quota}%");
        if (KeepNewest is { } newest)
            yield return string.Create(CultureInfo.InvariantCulture, $"keep-newest={newest}");
        if (NeverFlagged)
            yield return "never-flagged";
        if (ViaTrash is { } trash)
            yield return $"via-trash={Quantity.Write(trash)}";
    }

    private static RetentionRule? With(RetentionRule rule, string name, string? value) => (name, value) switch
    {
        ("delete", null) => rule with { AfterDownload = TimeSpan.Zero },
        ("delete-after", { } v) => Quantity.TryReadTime(v, out var time) ? rule with { AfterDownload = time } : null,
        ("delete-after-read", { } v) => Quantity.TryReadTime(v, out var time) ? rule with { AfterRead = time } : null,
        ("delete-when-deleted-here", null) => rule with { WhenDeletedHere = true },
        ("bigger-than", { } v) => v.Split(':') is [var size, var after] && Quantity.TryReadBytes(size, out var bytes) && Quantity.TryReadTime(after, out var time)
            ? rule with { Bigger = (bytes, time) } : null,
        ("older-than", { } v) => Quantity.TryReadTime(v, out var time) ? rule with { OlderThan = time } : null,
        ("until-quota", [.. var digits, '%']) => Number(digits) is { } percent and >= 1 and <= 99 ? rule with { UntilQuota = percent } : null,
        ("keep-newest", { } v) => Number(v) is { } count and > 0 ? rule with { KeepNewest = count } : null,
        ("never-flagged", null) => rule with { NeverFlagged = true },
        ("via-trash", { } v) => Quantity.TryReadTime(v, out var time) ? rule with { ViaTrash = time } : null,
        _ => null,
    };

    private static string WhyNot(string name, string? value) => name switch
    {
        "delete" or "delete-when-deleted-here" or "never-flagged" or "leave" => $"{name} takes no value",
        "delete-after" or "delete-after-read" or "older-than" or "via-trash" => $"{name} wants a time such as {name}=7d, not '{value}'",
        "bigger-than" => "bigger-than wants a size and a time, such as bigger-than=10M:1d",
        "until-quota" => "until-quota wants percents from 1 to 99, such as until-quota=60%",
        "keep-newest" => "keep-newest wants a number above 0, such as keep-newest=100",
        _ => $"there is no rule '{name}'; there are leave, delete, delete-after=7d, delete-after-read=7d, delete-when-deleted-here, bigger-than=10M:1d, "
            + "older-than=365d, until-quota=60%, keep-newest=100, never-flagged, via-trash=14d",
    };

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
