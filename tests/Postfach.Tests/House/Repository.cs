using System.Runtime.CompilerServices;

namespace Postfach.Tests.House;

/// <summary>The sources that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(Here());

    /// <summary>Files below a folder of the repository, with their paths in it.</summary>
    public static IEnumerable<(string Path, string Text)> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(f => (Path.GetRelativePath(Root, f).Replace('\\', '/'), File.ReadAllText(f)));

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Postfach.slnx")) ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("These tests are not below the repository"));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path) ?? "/";
}
