using System.Text.RegularExpressions;

namespace Postfach.Files;

/// <summary>
/// A Thunderbird profile: its accounts' folders, as <c>prefs.js</c> names them. The default account's mailboxes go to the top, those of the others below the
/// account's name.
/// </summary>
internal static partial class ThunderbirdProfile
{
    private const string Prefs = "prefs.js";

    /// <summary>Whether its preferences name a folder that is there. Without one, its mbox files are found as in any folder.</summary>
    public static bool IsOne(string folder) => File.Exists(Path.Combine(folder, Prefs)) && Files(folder).Any();

    /// <summary>The mbox files of all accounts, with the names of the mailboxes that they become.</summary>
    public static IEnumerable<(string Name, string Path)> Files(string profile)
    {
        var prefs = ReadPrefs(Path.Combine(profile, Prefs));
        var main = prefs.GetValueOrDefault($"mail.account.{prefs.GetValueOrDefault("mail.accountmanager.defaultaccount")}.server");
        var servers = prefs.Keys.Select(k => ServerKey().Match(k)).Where(m => m.Success).Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var server in servers)
        {
            if (FolderOf(profile, prefs, server) is not { } folder || !Directory.Exists(folder))
                continue;
            var above = server == main || servers.Count == 1 ? "" : NameOf(prefs, server) + "/";
            foreach (var file in MboxFolders.Files(folder, above))
                yield return file;
        }
    }

    private static string? FolderOf(string profile, Dictionary<string, string> prefs, string server) =>
        prefs.GetValueOrDefault($"mail.server.{server}.directory-rel") is { } relative && relative.StartsWith("[ProfD]", StringComparison.Ordinal)
            ? Path.Combine(profile, relative["[ProfD]".Length..])
            : prefs.GetValueOrDefault($"mail.server.{server}.directory");

    private static string NameOf(Dictionary<string, string> prefs, string server)
    {
        var name = prefs.GetValueOrDefault($"mail.server.{server}.name") ?? prefs.GetValueOrDefault($"mail.server.{server}.hostname") ?? server;
        return name.Replace('/', '_');
    }

    private static Dictionary<string, string> ReadPrefs(string path)
    {
        var prefs = new Dictionary<string, string>();
        foreach (var line in File.ReadLines(path))
        {
            if (PrefLine().Match(line) is { Success: true } pref)
                prefs[pref.Groups[1].Value] = pref.Groups[2].Value.Replace("\\\"", "\"", StringComparison.Ordinal).Replace(@"\\", @"\", StringComparison.Ordinal);
        }

        return prefs;
    }

    [GeneratedRegex("""^user_pref\("([^"]+)",\s*"((?:[^"\\]|\\.)*)"\);""", RegexOptions.NonBacktracking)]
    private static partial Regex PrefLine();

    [GeneratedRegex(@"^mail\.server\.([^.]+)\.directory(-rel)?$", RegexOptions.NonBacktracking)]
    private static partial Regex ServerKey();
}
