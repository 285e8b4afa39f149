using System.Buffers.Text;
using System.Text;
using Postfach.Mail;

namespace Postfach.Files;

/// <summary>What mail programs keep about a message in its own header.</summary>
internal sealed class HeadFields
{
    private static readonly StatusLetter[] Letters =
    [
        new('R', MessageFlags.Seen), new('A', MessageFlags.Answered), new('F', MessageFlags.Flagged), new('D', MessageFlags.Deleted),
        new('T', MessageFlags.Draft),
    ];

    private readonly HashSet<Keyword> _keywords = [];
    private MessageFlags _system;
    private InternalDate? _received, _date;

    private HeadFields()
    {
    }

    /// <summary>The number of bytes of the body, as the header says.</summary>
    public long? ContentLength { get; private set; }

    /// <summary>Thunderbird leaves deleted messages in the file until it compacts it.</summary>
    public bool IsExpunged { get; private set; }

    public FlagSet Flags => FlagSet.Of(_system, _keywords);

    /// <summary>When the last server took it, or else when it was written.</summary>
    public InternalDate? Date => _received ?? _date;

    /// <summary>Reads the fields up to the first empty line.</summary>
    public static HeadFields Read(ReadOnlySpan<byte> head)
    {
        var fields = new HeadFields();
        while (!head.IsEmpty && head[0] is not ((byte)'\n' or (byte)'\r'))
        {
            var end = EndOfField(head);
            if (head.IndexOf((byte)':') is > 0 and var colon && colon < end)
                fields.Take(head[..colon].TrimEnd(" \t"u8), head[(colon + 1)..end].Trim(" \t\r\n"u8));
            head = head[end..];
        }

        return fields;
    }

    // RFC 5322 §2.2.3: a field goes on in lines that begin with white space.
    private static int EndOfField(ReadOnlySpan<byte> head)
    {
        for (var end = 0; ;)
        {
            var line = head[end..].IndexOf((byte)'\n');
            if (line < 0)
                return head.Length;
            end += line + 1;
            if (end == head.Length || head[end] is not ((byte)' ' or (byte)'\t'))
                return end;
        }
    }

    private void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Ascii.EqualsIgnoreCase(name, "Content-Length"u8))
            ContentLength = Utf8Parser.TryParse(value, out long length, out var read) && read == value.Length && length >= 0 ? length : null;
        else if (Ascii.EqualsIgnoreCase(name, "Status"u8) || Ascii.EqualsIgnoreCase(name, "X-Status"u8))
            TakeLetters(value);
        else if (Ascii.EqualsIgnoreCase(name, "X-Mozilla-Status"u8))
            TakeMozilla(value);
        else if (Ascii.EqualsIgnoreCase(name, "X-Keywords"u8) || Ascii.EqualsIgnoreCase(name, "X-Mozilla-Keys"u8))
            TakeKeywords(Encoding.Latin1.GetString(value).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        else if (Ascii.EqualsIgnoreCase(name, "Received"u8))
            _received ??= LooseDate.TryRead(value[(value.LastIndexOf((byte)';') + 1)..], out var date) ? date : null;
        else if (Ascii.EqualsIgnoreCase(name, "Date"u8))
            _date ??= LooseDate.TryRead(value, out var date) ? date : null;
        else if (Ascii.EqualsIgnoreCase(name, "X-Gmail-Labels"u8))
            TakeLabels(Encoding.Latin1.GetString(value));
    }

    private void TakeLetters(ReadOnlySpan<byte> value)
    {
        foreach (var letter in Letters)
        {
            if (value.Contains((byte)letter.Letter))
                _system |= letter.Flag;
        }
    }

    private void TakeMozilla(ReadOnlySpan<byte> value)
    {
        if (!Utf8Parser.TryParse(value, out int bits, out _, 'x'))
            return;
        _system |= ((bits & 1) != 0 ? MessageFlags.Seen : 0) | ((bits & 2) != 0 ? MessageFlags.Answered : 0) | ((bits & 4) != 0 ? MessageFlags.Flagged : 0);
        IsExpunged = (bits & 8) != 0;
        if ((bits & 0x1000) != 0)
            TakeKeywords(["$Forwarded"]);
    }

    private void TakeLabels(string labels)
    {
        var all = labels.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (!all.Contains("Unread", StringComparer.OrdinalIgnoreCase))
            _system |= MessageFlags.Seen;
        if (all.Contains("Starred", StringComparer.OrdinalIgnoreCase))
            _system |= MessageFlags.Flagged;
        if (all.Contains("Drafts", StringComparer.OrdinalIgnoreCase))
            _system |= MessageFlags.Draft;
    }

    private void TakeKeywords(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (Keyword.TryParse(name, out var keyword))
                _keywords.Add(keyword);
        }
    }

    private readonly record struct StatusLetter(char Letter, MessageFlags Flag);
}
