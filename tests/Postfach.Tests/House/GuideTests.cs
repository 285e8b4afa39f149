using System.Text.RegularExpressions;
using Postfach.Tests.CommandLine;

namespace Postfach.Tests.House;

/// <summary>The pages for people, in two languages: the same in both, their links lead somewhere, and their commands exist.</summary>
public sealed partial class GuideTests
{
    public static TheoryData<string, string> Pages() => new()
    {
        { "en/getting-started.md", "de/erste-schritte.md" },
        { "en/mail-programs.md", "de/mailprogramme.md" },
        { "en/fetching-mail.md", "de/mails-abholen.md" },
        { "en/pop3-or-imap.md", "de/pop3-oder-imap.md" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public void Both_languages_have_the_same_parts(string english, string german)
    {
        Assert.Equal(Shape(Read(english)), Shape(Read(german)));
        Assert.Equal(Blocks().Matches(Read(english)).Select(m => m.Value), Blocks().Matches(Read(german)).Select(m => m.Value));
    }

    [Fact]
    public void There_is_no_page_in_one_language_alone() =>
        Assert.Equal(
            Repository.Files("docs/en", "*.md").Concat(Repository.Files("docs/de", "*.md")).Select(f => f.Path["docs/".Length..]).Order(StringComparer.Ordinal),
            Pages().SelectMany(p => new[] { p.Data.Item1, p.Data.Item2 }).Order(StringComparer.Ordinal));

    [Fact]
    public void Links_lead_to_files_that_are_there()
    {
        foreach (var (path, text) in Repository.Files("docs", "*.md").Append(("README.md", File.ReadAllText(Path.Combine(Repository.Root, "README.md")))))
        {
            foreach (var target in Links().Matches(text).Select(m => m.Groups[1].Value).Where(t => !t.Contains("://", StringComparison.Ordinal) && !t.StartsWith('#')))
                Assert.True(Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(path) ?? "", target)), $"{path} names {target}");
        }
    }

    [Fact]
    public async Task Commands_are_those_of_the_program()
    {
        var commands = Repository.Files("docs", "*.md").SelectMany(f => Commands().Matches(f.Text)).Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.Contains("import", commands);
        foreach (var command in commands)
            Assert.Equal((command, 0), (command, (await InProcess.RunAsync("", [.. command.Split(' '), "--help"])).Code));
    }

    private static string Read(string page) => File.ReadAllText(Path.Combine(Repository.Root, "docs", page));

    // What kind of thing each line begins: a heading and its level, a row of a table, a list's item.
    private static IEnumerable<string> Shape(string page) => page.Split('\n').Select(l => Part().Match(l).Value).Where(p => p.Length > 0);

    [GeneratedRegex(@"^(#+|\||- |\d\.)")]
    private static partial Regex Part();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"(?:\./|`)postfach ((?:user|mailbox|account|source) [a-z]+|[a-z]+)")]
    private static partial Regex Commands();
}
