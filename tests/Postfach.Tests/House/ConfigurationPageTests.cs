using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Postfach.Options;

namespace Postfach.Tests.House;

/// <summary>The page on configuration against what the program reads.</summary>
public sealed partial class ConfigurationPageTests
{
    [Fact]
    public void The_page_has_every_option_and_no_other()
    {
        var reader = new OptionsReader(new ConfigurationBuilder().Build());
        OptionsFile.Read(reader, "/data", "/data", []);
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"));
        Assert.Equal(reader.Known.Order(StringComparer.Ordinal), Row().Matches(page).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| `([A-Za-z0-9:]+)`", RegexOptions.Multiline)]
    private static partial Regex Row();
}
