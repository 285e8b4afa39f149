using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Protocol.Imap.Requests;

/// <summary>What stands in the brackets of <c>BODY[...]</c>. RFC 9051 §6.4.5.1.</summary>
/// <param name="Part">The numbers, outermost first.</param>
/// <param name="Fields">For HEADER.FIELDS and HEADER.FIELDS.NOT: the names as they were given.</param>
public sealed record BodySection(ImmutableArray<uint> Part, SectionText Text, ImmutableArray<byte[]> Fields)
{
    public static readonly BodySection Message = new([], SectionText.Whole, []);
    public static readonly BodySection MessageHeader = new([], SectionText.Header, []);
    public static readonly BodySection MessageText = new([], SectionText.Text, []);

    /// <summary>Deeper than any message that is prepared to be asked so.</summary>
    private const int MaxDepth = 128;

    /// <summary>Reads it with its brackets.</summary>
    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out BodySection? section)
    {
        section = null;
        if (!reader.Byte((byte)'[', "A section is missing"))
            return false;
        var part = ImmutableArray.CreateBuilder<uint>();
        var wantsText = !reader.IsNext((byte)']');
        while (wantsText && reader.IsNextDigit())
        {
            if (!reader.NzNumber(out var number) || part.Count == MaxDepth)
                return reader.Fail("The section is too deep");
            part.Add(number);
            wantsText = reader.Take((byte)'.');
        }

        var text = SectionText.Whole;
        ImmutableArray<byte[]> fields = [];
        if (wantsText && !TryReadText(ref reader, part.Count > 0, out text, out fields))
            return false;
        if (!reader.Byte((byte)']', "The section does not end"))
            return false;
        section = new BodySection(part.ToImmutable(), text, fields);
        return true;
    }

    /// <summary>Writes it as an answer names it, with its brackets.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        output.Write("["u8);
        for (var i = 0; i < Part.Length; i++)
        {
            if (i > 0)
                output.Write("."u8);
            output.WriteNumber(Part[i]);
        }

        if (Text != SectionText.Whole && !Part.IsEmpty)
            output.Write("."u8);
        output.Write(Text switch
        {
            SectionText.Header => "HEADER"u8,
            SectionText.HeaderFields => "HEADER.FIELDS"u8,
            SectionText.HeaderFieldsNot => "HEADER.FIELDS.NOT"u8,
            SectionText.Text => "TEXT"u8,
            SectionText.Mime => "MIME"u8,
            _ => ""u8,
        });
        for (var i = 0; i < Fields.Length; i++)
        {
            output.Write(i == 0 ? " ("u8 : " "u8);
            output.WriteAString(Fields[i]);
        }

        output.Write(Fields.IsEmpty ? "]"u8 : ")]"u8);
    }

    private static bool TryReadText(ref ImapReader reader, bool inPart, out SectionText text, out ImmutableArray<byte[]> fields)
    {
        (text, fields) = (SectionText.Whole, []);
        if (reader.Take("HEADER.FIELDS.NOT"u8))
            text = SectionText.HeaderFieldsNot;
        else if (reader.Take("HEADER.FIELDS"u8))
            text = SectionText.HeaderFields;
        else if (reader.Take("HEADER"u8))
            text = SectionText.Header;
        else if (reader.Take("TEXT"u8))
            text = SectionText.Text;
        else if (inPart && reader.Take("MIME"u8))
            text = SectionText.Mime;
        else
            return reader.Fail("There is no such section");
        return text is not (SectionText.HeaderFields or SectionText.HeaderFieldsNot) || TryReadFields(ref reader, out fields);
    }

    private static bool TryReadFields(ref ImapReader reader, out ImmutableArray<byte[]> fields)
    {
        fields = [];
        if (!(reader.Space() && reader.Byte((byte)'(', "A list of header fields is missing")))
            return false;
        var names = ImmutableArray.CreateBuilder<byte[]>();
        do
        {
            if (!reader.AString(out var name))
                return false;
            names.Add(name.ToArray());
        }
        while (reader.Take((byte)' '));
        fields = names.ToImmutable();
        return reader.Byte((byte)')', "The list of header fields does not end");
    }
}
