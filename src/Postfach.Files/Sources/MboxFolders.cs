namespace Postfach.Files;

/// <summary>A folder of mbox files, as Thunderbird and others have it: the mailboxes below NAME lie in the folder NAME.sbd, or NAME.</summary>
internal static class MboxFolders
{
    /// <summary>Whether there is at least one mbox file.</summary>
    public static bool IsOne(string folder) => Files(folder, "").Any(f => Mbox.Begins(f.Path));

    /// <summary>The mbox files, with the names of the mailboxes that they become.</summary>
    public static IEnumerable<(string Name, string Path)> Files(string folder, string above)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            // What Thunderbird keeps beside: indexes and filters.
            var name = Path.GetFileName(file);
            if (Path.GetExtension(name) is not (".msf" or ".dat" or ".html" or ".json" or ".sqlite" or ".js") && !name.StartsWith('.') && new FileInfo(file).Length > 0)
                yield return (above + FileLevel.Decode(name), file);
        }

        foreach (var below in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(below);
            if (name.StartsWith('.') || new DirectoryInfo(below).LinkTarget is not null)
                continue;
            foreach (var file in Files(below, above + FileLevel.Decode(name.EndsWith(".sbd", StringComparison.Ordinal) ? name[..^4] : name) + "/"))
                yield return file;
        }
    }
}
