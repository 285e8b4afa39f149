using System.Globalization;
using System.Text;
using Postfach.Mail;

namespace Postfach.Files;

/// <summary>
/// What an IMAP server keeps beside a Maildir folder: its UIDVALIDITY, its UIDNEXT, and the UID of each message by the base of its file's name; and what
/// POP3 called the messages.
/// </summary>
internal sealed class UidList
{
    public const string DovecotFile = "dovecot-uidlist";

    public static readonly UidList None = new(null, null);

    // Beyond this a list is damaged, or means no good: UIDs that are used up cannot be had again.
    private const uint MaxUid = int.MaxValue;

    private readonly Dictionary<string, (Uid? Uid, string? UniqueId)> _messages = [];

    private UidList(UidValidity? uidValidity, Uid? uidNext) => (UidValidity, UidNext) = (uidValidity, uidNext);

    public UidValidity? UidValidity { get; }

    /// <summary>The first line tells it as of its writing; lines were added behind since.</summary>
    public Uid? UidNext { get; private set; }

    public (Uid? Uid, string? UniqueId) this[MaildirName name] => _messages.GetValueOrDefault(name.Base);

    /// <param name="servesPop3">The folder is what POP3 showed.</param>
    public static UidList Read(string folder, bool servesPop3)
    {
        if (Lines(folder, DovecotFile) is { } dovecot)
            return ReadDovecot(dovecot, servesPop3);
        var list = Lines(folder, "courierimapuiddb") is { } courier ? ReadCourier(courier) : None;
        return servesPop3 && Lines(folder, "courierpop3dsizelist") is { } pop3 ? list.WithCourierUniqueIds(pop3) : list;
    }

    private static IEnumerable<string>? Lines(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        return File.Exists(path) ? File.ReadLines(path, Encoding.Latin1) : null;
    }

    /// <summary>Version 3: <c>3 V1 N8</c>, then <c>7 Pname W12 :file</c>; version 1: <c>1 1 8</c>, then <c>7 file</c>.</summary>
    private static UidList ReadDovecot(IEnumerable<string> lines, bool servesPop3)
    {
        var list = None;
        var version = "";
        foreach (var line in lines)
        {
            var words = line.Split(' ', 2);
            if (version.Length == 0)
            {
                (version, list) = (words[0], Headed(line.Split(' ')));
                if (list.UidValidity is null)
                    return None;
            }
            else if (words.Length == 2 && TryReadUid(words[0], out var uid) && list.UidValidity is { } validity)
            {
                var (fields, file) = version == "3" ? SplitAtFile(words[1]) : ("", words[1]);
                list.Add(file, uid, servesPop3 ? UniqueIdOf(fields, uid, validity) : null);
            }
        }

        return list;
    }

    private static UidList ReadCourier(IEnumerable<string> lines)
    {
        var list = None;
        foreach (var line in lines)
        {
            var words = line.Split(' ', 2);
            if (ReferenceEquals(list, None))
            {
                list = Headed(line.Split(' '));
                if (list.UidValidity is null)
                    return None;
            }
            else if (words.Length == 2 && TryReadUid(words[0], out var uid))
            {
                list.Add(words[1], uid, null);
            }
        }

        return list;
    }

    /// <summary>A line <c>/VERSION NEXT UIDVALIDITY</c>, then <c>FILE SIZE UID:UIDVALIDITY</c>, since version 3 with a mark behind it.</summary>
    private UidList WithCourierUniqueIds(IEnumerable<string> lines)
    {
        var list = new UidList(UidValidity, UidNext);
        foreach (var (name, known) in _messages)
            list._messages[name] = known;
        foreach (var line in lines)
        {
            var words = line.Split(' ');
            if (words.Length < 3 || line[0] == '/')
                continue;
            var ids = words[^1].Split(':');
            var name = MaildirName.Parse(string.Join(' ', words[..^2])).Base;
            var unique = ids is ["0", ..] ? name : ids is [var uid, var validity, ..] && validity != "0" ? $"UID{uid}-{validity}" : $"UID{ids[0]}";
            list._messages[name] = (list._messages.GetValueOrDefault(name).Uid, unique);
        }

        return list;
    }

    /// <summary>The second word is the UIDVALIDITY, the third the UIDNEXT; Dovecot puts letters before them.</summary>
    private static UidList Headed(string[] words)
    {
        if (words.Length < 3 || !TryReadUid(words[1].TrimStart('V'), out var validity, uint.MaxValue) || !TryReadUid(words[2].TrimStart('N'), out var next))
            return None;
        return new UidList(new UidValidity(validity.Value), next);
    }

    private void Add(string file, Uid uid, string? uniqueId)
    {
        _messages[MaildirName.Parse(file).Base] = (uid, uniqueId);
        if (uid >= UidNext)
            UidNext = uid.Next;
    }

    private static (string Fields, string File) SplitAtFile(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? ("", text) : (text[..colon], text[(colon + 1)..]);
    }

    /// <summary>Dovecot keeps a name that came from elsewhere behind a P; its own are made of UID and UIDVALIDITY.</summary>
    private static string UniqueIdOf(string fields, Uid uid, UidValidity validity)
    {
        var kept = fields.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(f => f[0] == 'P');
        return kept is { Length: > 1 } ? kept[1..] : $"{uid.Value:x8}{validity.Value:x8}";
    }

    private static bool TryReadUid(string text, out Uid uid, uint most = MaxUid)
    {
        var ok = uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 && value <= most;
        uid = ok ? new Uid(value) : default;
        return ok;
    }
}
