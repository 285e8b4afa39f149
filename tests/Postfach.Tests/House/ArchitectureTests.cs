namespace Postfach.Tests.House;

/// <summary>A project is a wall: which may see which is decided here, not in passing.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["Postfach.Mail"] = [],
        ["Postfach.Mime"] = ["Postfach.Mail"],
        ["Postfach.Protocol"] = ["Postfach.Mail"],
        ["Postfach.Store"] = ["Postfach.Mail", "Postfach.Mime"],
        ["Postfach.Files"] = ["Postfach.Mail", "Postfach.Protocol", "Postfach.Store"],
        ["Postfach.Server"] = ["Postfach.Protocol", "Postfach.Store"],
        ["Postfach.Retrieval"] = ["Postfach.Protocol", "Postfach.Store"],
        ["Postfach.Web"] = ["Postfach.Store"],
        ["Postfach"] =
        [
            "Postfach.Mail", "Postfach.Mime", "Postfach.Protocol", "Postfach.Store", "Postfach.Files", "Postfach.Server",
            "Postfach.Retrieval", "Postfach.Web",
        ],
    };

    private static readonly Dictionary<string, string> OnlyUser = new()
    {
        ["MimeKit"] = "Postfach.Mime",
        ["MailKit"] = "Postfach.Retrieval",
        ["SQLitePCLRaw.bundle_e_sqlite3"] = "Postfach.Store",
        ["System.CommandLine"] = "Postfach",
        ["Spectre.Console"] = "Postfach",
    };

    [Fact]
    public void Projects_see_only_what_they_may()
    {
        var projects = ProjectFile.Below("src");
        Assert.NotEmpty(projects);
        Assert.Empty(projects.SelectMany(p => p.Projects
            .Where(r => !MayReference.GetValueOrDefault(p.Name, []).Contains(r))
            .Select(r => $"{p.Name} -> {r}")));
    }

    [Fact]
    public void Every_project_has_its_place() =>
        Assert.Empty(ProjectFile.Below("src").Select(p => p.Name).Except(MayReference.Keys));

    [Fact]
    public void A_package_is_seen_by_one_project()
    {
        Assert.Empty(ProjectFile.Below("src").SelectMany(p => p.Packages
            .Where(package => OnlyUser.GetValueOrDefault(package) != p.Name)
            .Select(package => $"{p.Name} -> {package}")));
    }

    [Fact]
    public void Every_package_is_justified()
    {
        var path = Path.Combine(Repository.Root, "ARCHITECTURE.md");
        Assert.SkipUnless(File.Exists(path), "There is no ARCHITECTURE.md");
        var text = File.ReadAllText(path);
        Assert.DoesNotContain(ProjectFile.Below("src").SelectMany(p => p.Packages), p => !text.Contains(p, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Postfach.slnx"));
        Assert.DoesNotContain(
            new[] { "src", "tests", "bench" }.SelectMany(ProjectFile.Below).Select(p => p.Path), p => !solution.Contains($"\"{p}\"", StringComparison.Ordinal));
    }
}
