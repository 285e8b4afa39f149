using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using Postfach.Mail;

namespace Postfach.Protocol.Imap.Responses;

/// <summary>Elements of the grammar as bytes. RFC 9051 §9.</summary>
public static class ImapWriting
{
    private const int MaxDigits = 20;

    // What a quoted string cannot hold in rev1, and what would need an escape: then a literal is as short.
    private static readonly SearchValues<byte> Quotable = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x5F).Select(b => (byte)b).Where(b => b is not ((byte)'"' or (byte)'\\'))]);

    public static void WriteNumber(this IBufferWriter<byte> output, long number)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(MaxDigits), out var length);
        output.Advance(length);
    }

    /// <summary>An atom where it can be one, else a string.</summary>
    public static void WriteAString(this IBufferWriter<byte> output, ReadOnlySpan<byte> value)
    {
        // NIL would be an atom too, but there are clients that take it for nothing.
        if (!value.IsEmpty && !value.ContainsAnyExcept(ImapCharacters.AString) && !Ascii.EqualsIgnoreCase(value, "NIL"u8))
            output.Write(value);
        else
            output.WriteString(value);
    }

    /// <summary>A quoted string where it can be one, else a literal.</summary>
    public static void WriteString(this IBufferWriter<byte> output, ReadOnlySpan<byte> value)
    {
        if (value.ContainsAnyExcept(Quotable))
        {
            output.WriteLiteralHead(value.Length);
            output.Write(value);
            return;
        }

        output.Write("\""u8);
        output.Write(value);
        output.Write("\""u8);
    }

    public static void WriteLiteralHead(this IBufferWriter<byte> output, long length)
    {
        output.Write("{"u8);
        output.WriteNumber(length);
        output.Write("}\r\n"u8);
    }

    public static void WriteMailbox(this IBufferWriter<byte> output, string name, MailboxNameForm form)
    {
        if (form == MailboxNameForm.ModifiedUtf7 || Ascii.IsValid(name))
            output.WriteAString(form == MailboxNameForm.Utf8 ? Encoding.UTF8.GetBytes(name) : MailboxNameCodec.Encode(name));
        else
            output.WriteText($"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
    }

    /// <summary>Flags in parentheses.</summary>
    /// <param name="recent">With \Recent, which is no flag of the message but of the session that shows it. RFC 3501 §2.3.2.</param>
    public static void WriteFlags(this IBufferWriter<byte> output, FlagSet flags, bool recent = false)
    {
        output.Write("("u8);
        var isFirst = true;
        foreach (var (flag, name) in ImapFlags.System)
        {
            if (flags.Has(flag))
                Next(name);
        }

        if (recent)
            Next("\\Recent"u8);
        foreach (var keyword in flags.Keywords)
            Next(Encoding.ASCII.GetBytes(keyword.Name));
        output.Write(")"u8);

        void Next(ReadOnlySpan<byte> name)
        {
            if (!isFirst)
                output.Write(" "u8);
            isFirst = false;
            output.Write(name);
        }
    }

    /// <summary>All flags a mailbox knows, and <c>\*</c> where clients may make up more. RFC 9051 §7.3.5, §7.1.</summary>
    public static void WriteKnownFlags(this IBufferWriter<byte> output, ImmutableArray<Keyword> keywords, bool andMore)
    {
        output.Write("("u8);
        output.WriteJoined(ImapFlags.System.Select(f => f.Name).Concat(keywords.Select(k => Encoding.ASCII.GetBytes(k.Name))));
        output.Write(andMore ? " \\*)"u8 : ")"u8);
    }

    /// <summary>A <c>date-time</c>, quotes included.</summary>
    public static void WriteInternalDate(this IBufferWriter<byte> output, InternalDate date) => ImapDate.Write(output, date);

    /// <summary>Some of the numbers as a set that keeps their order: a range only where they ascend by one. RFC 5267 §3.2.</summary>
    public static void WriteSet(this IBufferWriter<byte> output, IReadOnlyList<uint> numbers, int start, int count)
    {
        var end = start + count;
        for (int first = start, next; first < end; first = next)
        {
            for (next = first + 1; next < end && numbers[next] == numbers[next - 1] + 1;)
                next++;
            if (first > start)
                output.Write(","u8);
            output.WriteNumber(numbers[first]);
            if (next - first == 1)
                continue;
            output.Write(":"u8);
            output.WriteNumber(numbers[next - 1]);
        }
    }

    public static void WriteText(this IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);

    private static void WriteJoined(this IBufferWriter<byte> output, IEnumerable<byte[]> words)
    {
        var isFirst = true;
        foreach (var word in words)
        {
            if (!isFirst)
                output.Write(" "u8);
            isFirst = false;
            output.Write(word);
        }
    }
}
