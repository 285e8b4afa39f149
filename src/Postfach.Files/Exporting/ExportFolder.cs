using System.Text;

namespace Postfach.Files;

/// <summary>
/// The folder that an account is exported into. While the export is not finished, a file in it says whose it is and of which kind: only such a folder, or
/// an empty one, is written to.
/// </summary>
public sealed class ExportFolder
{
    private const string MarkFile = "postfach-export-unfinished.json";

    private readonly string _mark;

    private ExportFolder(string mark, IMailTarget target) => (_mark, Target) = (mark, target);

    public IMailTarget Target { get; }

    /// <summary>Files of the format tell how a message's lines end, in front of it.</summary>
    public static bool WantsLineEnds(ExportFormat format) => format != ExportFormat.Eml;

    /// <exception cref="ExportException">There is something else in the folder.</exception>
    public static ExportFolder Begin(string path, ExportFormat format, string user)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(root))
            throw new ExportException($"{root} is a file; name a folder.");
        Directory.CreateDirectory(root);
        var mark = Path.Combine(root, MarkFile);
        var text = $"{{ \"format\": \"{format}\", \"user\": \"{System.Text.Json.JsonEncodedText.Encode(user)}\" }}\n";
        if (!File.Exists(mark) && Directory.EnumerateFileSystemEntries(root).Any())
            throw new ExportException($"The folder {root} is not empty; name a new one.");
        if (File.Exists(mark) && File.ReadAllText(mark) is { Length: > 0 } earlier && earlier != text)
            throw new ExportException($"The folder {root} has an unfinished export of another user or format; name a new one.");
        File.WriteAllText(mark, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        IMailTarget target = format switch
        {
            ExportFormat.Mbox => new MboxExport(root),
            ExportFormat.Maildir => new MaildirExport(root),
            _ => new EmlExport(root),
        };
        return new ExportFolder(mark, target);
    }

    /// <summary>The export is whole: no later one goes on with it.</summary>
    public void Finish() => File.Delete(_mark);
}
