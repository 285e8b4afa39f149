using System.Xml.Linq;

namespace Postfach.Tests.House;

/// <summary>What a project file says of what the project is made of.</summary>
internal sealed record ProjectFile(string Path, string Name, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    public static IReadOnlyList<ProjectFile> Below(string folder) => [.. Repository.Files(folder, "*.csproj").Select(f => Read(f.Path, f.Text))];

    private static ProjectFile Read(string path, string text)
    {
        var document = XDocument.Parse(text);
        return new ProjectFile(
            path,
            System.IO.Path.GetFileNameWithoutExtension(path),
            [.. Included("ProjectReference").Select(i => System.IO.Path.GetFileNameWithoutExtension(i.Replace('\\', '/')))],
            [.. Included("PackageReference")]);

        IEnumerable<string> Included(string element) => document.Descendants(element).Select(e => e.Attribute("Include")?.Value ?? "");
    }
}
