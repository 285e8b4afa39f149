using System.Text.RegularExpressions;

namespace Postfach.Tests.House;

/// <summary>Rules that the sources cite, against the table of what Postfach keeps to.</summary>
public sealed partial class CitationTests
{
    [Fact]
    public void Every_RFC_that_is_cited_is_in_the_table()
    {
        var path = Path.Combine(Repository.Root, "docs", "rfc.md");
        Assert.SkipUnless(File.Exists(path), "There is no docs/rfc.md");
        var table = Row().Matches(File.ReadAllText(path)).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.Empty(Cited().Where(c => !table.Contains(c.Number)).Select(c => $"RFC {c.Number} in {c.Path}"));
    }

    [Fact]
    public void Every_citation_has_the_same_form() =>
        Assert.Empty(Repository.Files("src", "*.cs").SelectMany(f => OtherForm().Matches(f.Text).Select(m => $"{m.Value} in {f.Path}")));

    private static IEnumerable<(string Number, string Path)> Cited() =>
        Repository.Files("src", "*.cs").SelectMany(f => Citation().Matches(f.Text).Select(m => (m.Groups[1].Value, f.Path))).Distinct();

    [GeneratedRegex(@"\bRFC (\d{3,5})\b")]
    private static partial Regex Citation();

    // RFC3501, RFC-3501, RFC 3501 section 7, RFC 3501 7.4.
    [GeneratedRegex(@"\b(?:RFC-?\d{4,5}|RFC \d{3,5},? (?:[Ss]ections?|[Ss]ec\.) ?\d|RFC \d{3,5} \d+\.\d)")]
    private static partial Regex OtherForm();

    [GeneratedRegex(@"^\| *RFC (\d{3,5})\b", RegexOptions.Multiline)]
    private static partial Regex Row();
}
