using System.Globalization;
using System.Text;
using Postfach.Mail;

namespace Postfach.Files;

/// <summary>
/// Courier's keywords beside a Maildir folder: <c>courierimapkeywords/:list</c> has the names, an empty line, and for each message its numbers; a file
/// of a message's name, or <c>.N.</c> and the name, has later names of its keywords.
/// </summary>
internal static class CourierKeywords
{
    public const string FolderName = "courierimapkeywords", ListName = ":list";

    /// <summary>The keywords of messages by the base of their file's name.</summary>
    public static Dictionary<string, FlagSet> Read(string folder)
    {
        var found = new Dictionary<string, FlagSet>();
        var keywords = Path.Combine(folder, FolderName);
        if (!Directory.Exists(keywords))
            return found;
        ReadList(Path.Combine(keywords, ListName), found);
        foreach (var (name, file) in Updates(keywords))
            found[name] = FlagsOf(File.ReadLines(file, Encoding.UTF8));
        return found;
    }

    private static void ReadList(string path, Dictionary<string, FlagSet> found)
    {
        if (!File.Exists(path))
            return;
        var names = new List<string>();
        var inNames = true;
        foreach (var line in File.ReadLines(path, Encoding.UTF8))
        {
            if (line.Length == 0)
                inNames = false;
            else if (inNames)
                names.Add(line);
            else if (line.LastIndexOf(':') is > 0 and var colon)
                found[MaildirName.Parse(line[..colon]).Base] = FlagsOf(Numbers(line[(colon + 1)..]).Where(n => n < names.Count).Select(n => names[n]));
        }
    }

    private static IEnumerable<int> Numbers(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue);

    /// <summary>Each message's latest file: the one without a number is later than all with one.</summary>
    private static IEnumerable<(string Name, string File)> Updates(string folder) => Directory.EnumerateFiles(folder)
        .Select(file =>
        {
            var name = Path.GetFileName(file);
            var parts = name.Split('.', 3);
            return name.StartsWith('.') && parts.Length == 3 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? (Name: parts[2], Number: number, File: file)
                : (Name: name, Number: int.MaxValue, File: file);
        })
        .Where(update => update.Name != ListName && !update.Name.StartsWith('.'))
        .OrderBy(update => update.Number)
        .Select(update => (update.Name, update.File));

    private static FlagSet FlagsOf(IEnumerable<string> names)
    {
        var keywords = new List<Keyword>();
        foreach (var name in names)
        {
            if (Keyword.TryParse(name, out var keyword))
                keywords.Add(keyword);
        }

        return FlagSet.Of(MessageFlags.None, keywords);
    }
}
