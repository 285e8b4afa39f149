using Microsoft.Win32.SafeHandles;
using Postfach.Mail;

namespace Postfach.Files;

/// <summary>
/// Finds the messages of an mbox file. A message ends where its Content-Length says, when that leads to the next one or to the end of the file; else
/// before the next line that is a <see cref="FromLine"/>, follows an empty line or leads to a header, so that text which begins with <c>From </c> parts nothing.
/// </summary>
internal sealed class Mbox
{
    private const int WindowBytes = 4 * FileWindow.ForHeads;

    private readonly string _path;
    private readonly FileWindow _file;
    private readonly Quoting? _forced;
    private readonly Action<SourceFault> _report;

    private Mbox(string path, SafeFileHandle handle, Quoting? forced, Action<SourceFault> report) =>
        (_path, _file, _forced, _report) = (path, new FileWindow(handle, WindowBytes), forced, report);

    /// <param name="forced">How the file quotes, where it is known; otherwise it is found for each message.</param>
    /// <param name="report">Told of what cannot be read.</param>
    public static IEnumerable<SourceMessage> Read(string path, Quoting? forced, Action<SourceFault> report)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        foreach (var message in new Mbox(path, handle, forced, report).Messages())
            yield return message;
    }

    /// <summary>Whether a file begins as an mbox file does.</summary>
    public static bool Begins(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var beginning = new byte[4096];
        return IsOne(beginning.AsSpan(0, RandomAccess.Read(handle, beginning, 0)));
    }

    private static bool IsOne(ReadOnlySpan<byte> beginning)
    {
        var text = beginning.TrimStart("\r\n"u8);
        return text.StartsWith("From "u8) && text.IndexOf((byte)'\n') is > 0 and var end && end <= FromLine.MaxBytes;
    }

    private IEnumerable<SourceMessage> Messages()
    {
        var place = FirstLine();
        while (place < _file.Length)
        {
            var (message, next) = Next(place);
            if (message is not null)
                yield return message;
            place = next;
        }
    }

    private long FirstLine()
    {
        var beginning = _file.From(0, FromLine.MaxBytes);
        var blank = beginning.Length - beginning.TrimStart("\r\n"u8).Length;
        if (IsOne(beginning))
            return blank;
        var first = FindFromLine(0);
        _report(new SourceFault(_path, 0, "what comes before the first 'From ' line is no message"));
        return first;
    }

    /// <summary>The message whose From_ line is at a place, and where the next one's is.</summary>
    private (SourceMessage? Message, long Next) Next(long place)
    {
        _ = FromLine.TryRead(LineAt(place, out var begin), out var date);
        var head = _file.From(begin, FileWindow.ForHeads);
        head = head[..Math.Min(head.Length, FileWindow.ForHeads)];
        if (ExportMark.Read(head) is { } mark)
        {
            var after = FindFromLine(begin);
            return (MessageAt(begin + mark.Length, WithoutBlankLine(begin, after), mark), after);
        }

        var fields = HeadFields.Read(head);
        var quoting = _forced ?? Quoting.OneMore;
        long? end = null;
        if (fields.ContentLength is { } length && BodyAt(head) is { } body && length <= _file.Length - begin - body)
        {
            end = begin + body + length;
            if (FromLineAtOrAfterBlank(end.Value) is { } there)
            {
                // Whoever writes the length need not quote; the text is taken as it stands.
                return (MessageAt(begin, end.Value, _forced ?? Quoting.None, fields, date), there);
            }
        }

        var next = FindFromLine(begin);
        return (MessageAt(begin, WithoutBlankLine(begin, next), quoting, fields, date), next);
    }

    private SourceMessage MessageAt(long begin, long end, ExportMark mark) => new()
    {
        Path = _path,
        Offset = begin,
        Length = Math.Max(0, end - begin - (mark.LineEnds.LastIsOpen ? 1 : 0)),
        Quoting = Quoting.OneMore,
        KeepsLineEnds = mark.LineEnds.AreOdd,
        Flags = mark.Flags,
        InternalDate = mark.Date,
    };

    private SourceMessage? MessageAt(long begin, long end, Quoting quoting, HeadFields fields, InternalDate date)
    {
        if (fields.IsExpunged)
            return null;
        if (end > begin)
        {
            return new SourceMessage
            {
                Path = _path,
                Offset = begin,
                Length = end - begin,
                Quoting = quoting,
                Flags = fields.Flags,
                InternalDate = date == default ? fields.Date : date,
            };
        }

        _report(new SourceFault(_path, begin, "the message is empty"));
        return null;
    }

    /// <summary>The line at a place without its LF, and where the next one begins. Longer ones than a From_ line can be are cut.</summary>
    private ReadOnlySpan<byte> LineAt(long place, out long next)
    {
        var bytes = _file.From(place, FromLine.MaxBytes + 1);
        var end = bytes.IndexOf((byte)'\n');
        next = end < 0 ? Math.Min(_file.Length, place + bytes.Length) : place + end + 1;
        return end < 0 ? bytes : bytes[..end];
    }

    private static int? BodyAt(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\n"u8))
            return 1;
        if (head.StartsWith("\r\n"u8))
            return 2;
        var (lf, crlf) = (head.IndexOf("\n\n"u8), head.IndexOf("\n\r\n"u8));
        return lf >= 0 && (crlf < 0 || lf < crlf) ? lf + 2 : crlf >= 0 ? crlf + 3 : null;
    }

    /// <summary>Where the next From_ line is when the message ends at a place; null when it does not end there.</summary>
    private long? FromLineAtOrAfterBlank(long end)
    {
        for (var blanks = 0; blanks <= 2; blanks++)
        {
            if (end >= _file.Length)
                return _file.Length;
            var line = LineAt(end, out var next);
            if (FromLine.TryRead(line, out _))
                return end;
            if (!line.TrimEnd((byte)'\r').IsEmpty)
                return null;
            end = next;
        }

        return null;
    }

    /// <summary>The first From_ line after a place; the file's end when there is none.</summary>
    private long FindFromLine(long place)
    {
        var mark = "\nFrom "u8;

        // The message may have no line at all: its From_ line's end is the one before.
        for (var at = Math.Max(0, place - 1); at < _file.Length;)
        {
            var bytes = _file.From(at, mark.Length);
            var found = bytes.IndexOf(mark);
            if (found < 0)
            {
                if (at + bytes.Length >= _file.Length)
                    break;
                at += Math.Max(1, bytes.Length - mark.Length + 1);
                continue;
            }

            at += found + 1;
            if (PartsMessagesAt(at))
                return at;
        }

        return _file.Length;
    }

    private bool PartsMessagesAt(long place)
    {
        if (!FromLine.TryRead(LineAt(place, out var next), out _))
            return false;
        if (next >= _file.Length)
            return IsAfterBlankLine(place);
        var line = LineAt(next, out _);
        return IsHeader(line) || (IsAfterBlankLine(place) && line.TrimEnd((byte)'\r').IsEmpty);
    }

    private bool IsAfterBlankLine(long place)
    {
        if (place < 2)
            return true;
        var before = _file.From(Math.Max(0, place - 3), 3)[..(int)Math.Min(3, place)];
        return before.EndsWith("\n\n"u8) || before.EndsWith("\n\r\n"u8);
    }

    // RFC 5322 §2.2: a field's name is printable US-ASCII but for the colon. UUCP mail begins with >From.
    private static bool IsHeader(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        return line.StartsWith(">From "u8) || (colon > 0 && !line[..colon].TrimEnd(" \t"u8).ContainsAnyExceptInRange((byte)'!', (byte)'~'));
    }

    /// <summary>The empty line before a From_ line belongs to the file, not to the message.</summary>
    private long WithoutBlankLine(long begin, long end)
    {
        if (end - begin < 2)
            return end;
        var size = (int)Math.Min(4, end - begin);
        var tail = _file.From(end - size, size)[..size];
        return tail.EndsWith("\r\n\r\n"u8) || tail.SequenceEqual("\r\n"u8) ? end - 2 : tail.EndsWith("\n\n"u8) ? end - 1 : end;
    }
}
