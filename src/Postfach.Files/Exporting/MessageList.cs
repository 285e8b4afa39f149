using System.Globalization;
using System.Text;
using Postfach.Mail;

namespace Postfach.Files;

/// <summary>
/// What a folder of .eml files cannot say itself, in a file beside them: a line <c>postfach UIDVALIDITY UIDNEXT</c>, then for each message
/// <c>FILE SIZE DATE FLAG...</c>.
/// </summary>
internal sealed class MessageList
{
    private const string FileName = "messages.txt", Zoned = "yyyy-MM-ddTHH:mm:sszzz", Mark = "postfach";

    private static readonly MessageFlags[] SystemFlags =
        [MessageFlags.Seen, MessageFlags.Answered, MessageFlags.Flagged, MessageFlags.Deleted, MessageFlags.Draft];

    private readonly Dictionary<string, MessageFacts> _messages = [];

    public UidValidity? UidValidity { get; private set; }

    public Uid? UidNext { get; private set; }

    /// <summary>Null: the list does not have the file, or it was changed since.</summary>
    public MessageFacts? Find(FileInfo file) => _messages.GetValueOrDefault(file.Name) is { } facts && facts.Size == file.Length ? facts : null;

    public bool Has(string file) => _messages.ContainsKey(file);

    public static string FileOf(MessageFacts message) => string.Create(CultureInfo.InvariantCulture, $"{message.Uid?.Value ?? 0}.eml");

    public static void Write(string folder, MailboxFacts mailbox, IReadOnlyList<MessageFacts> messages)
    {
        var path = Path.Combine(folder, FileName);
        using (var list = new StreamWriter(path + ".part", append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
        {
            list.Write(string.Create(CultureInfo.InvariantCulture, $"{Mark} {mailbox.UidValidity?.Value ?? 0} {mailbox.UidNext?.Value ?? 0}\n"));
            foreach (var message in messages)
            {
                var system = SystemFlags.Where(f => message.Flags.System.HasFlag(f)).Select(f => " \\" + f);
                var date = ExportMark.DateOf(message).ToString(Zoned, CultureInfo.InvariantCulture);
                list.Write($"{FileOf(message)} {message.Size} {date}{string.Concat(system)}{string.Concat(message.Flags.Keywords.Select(k => " " + k.Name))}\n");
            }
        }

        File.Move(path + ".part", path, overwrite: true);
    }

    /// <summary>Empty where there is none. What cannot be read in it is passed over.</summary>
    public static MessageList Read(string folder)
    {
        var list = new MessageList();
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return list;
        var isFirst = true;
        foreach (var words in File.ReadLines(path).Select(l => l.Split(' ')))
        {
            if (isFirst && !list.TakeHead(words))
                return list;
            if (!isFirst)
                list.Take(words);
            isFirst = false;
        }

        return list;
    }

    private bool TakeHead(string[] words)
    {
        if (words is not [Mark, var validity, var next] || !TryReadNumber(validity, out var first) || !TryReadNumber(next, out var second))
            return false;
        if (first > 0 && second is > 0 and <= int.MaxValue)
            (UidValidity, UidNext) = (new UidValidity(first), new Uid(second));
        return true;
    }

    private void Take(string[] words)
    {
        if (words.Length < 3 || !long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || !DateTimeOffset.TryParseExact(words[2], Zoned, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return;
        }

        var system = SystemFlags.Where(f => words.Contains("\\" + f)).Aggregate(MessageFlags.None, (all, f) => all | f);
        var keywords = words[3..].Where(w => Keyword.TryParse(w, out _)).Select(w => Keyword.TryParse(w, out var keyword) ? keyword : default);
        var uid = TryReadNumber(Path.GetFileNameWithoutExtension(words[0]), out var value) && value is > 0 and <= int.MaxValue ? new Uid(value) : (Uid?)null;
        _messages[words[0]] = new MessageFacts(FlagSet.Of(system, keywords), InternalDate.From(date), uid) { Size = size };
    }

    private static bool TryReadNumber(string text, out uint value) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
