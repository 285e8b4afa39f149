using System.Buffers;
using Xunit;

namespace Postfach.Mime.Tests;

/// <summary>What must hold of any octets whatever.</summary>
internal static class Consistency
{
    public static PreparedMessage Check(byte[] octets)
    {
        var message = Prepare.Message(octets);
        Grammar.ReadEnvelope(message.Envelope);
        var body = Grammar.ReadBody(message.BodyStructure);
        CheckBody(message);
        CheckParts(octets.Length, message, body);
        CheckListedFields(octets, message);
        return message;
    }

    public static void CheckSame(PreparedMessage expected, PreparedMessage actual)
    {
        Assert.Equal(expected.Envelope.Span, actual.Envelope.Span);
        Assert.Equal(expected.BodyStructure.Span, actual.BodyStructure.Span);
        Assert.Equal(expected.Sections.Span, actual.Sections.Span);
        Assert.Equal(expected.ListedFields?.ToArray(), actual.ListedFields?.ToArray());
    }

    /// <summary>What was laid apart is what the header itself gives, for any choice of the fields.</summary>
    private static void CheckListedFields(byte[] octets, PreparedMessage message)
    {
        if (message.ListedFields is not { } listed)
            return;
        var header = MessageSections.Decode(message.Sections.Span).Header;
        foreach (var names in new[] { ListedFields.Names, new FieldNames(["Subject"u8.ToArray(), "references"u8.ToArray()]) })
            Assert.Equal(Select(octets.AsSpan((int)header.Offset, (int)header.Length), names), Select(listed.Span, names));
    }

    private static string Select(ReadOnlySpan<byte> header, FieldNames names)
    {
        var output = new ArrayBufferWriter<byte>();
        HeaderFields.Write(header, names, not: false, output);
        return Convert.ToHexString(output.WrittenSpan);
    }

    private static void CheckBody(PreparedMessage message)
    {
        var output = new ArrayBufferWriter<byte>();
        BodyStructure.WriteWithoutExtensions(message.BodyStructure.Span, output);
        Grammar.ReadBody(output.WrittenMemory, isExtended: false);
    }

    private static void CheckParts(int length, PreparedMessage message, Grammar.Body body)
    {
        var sections = MessageSections.Decode(message.Sections.Span);
        Assert.Equal(length, sections.Length);
        Assert.Equal(new ByteRange(0, length), Find(sections, [], SectionPart.Whole));
        Assert.Equal(sections.Header, Find(sections, [], SectionPart.Header));
        CheckMessage(sections, [], new ByteRange(0, length), body);
        Assert.Equal(Count(body), sections.ReadParts().Count);
    }

    private static int Count(Grammar.Body body) => 1 + body.Children.Sum(Count);

    /// <summary>A message is its header and its text, and its body's numbers follow its own.</summary>
    private static void CheckMessage(MessageSections sections, uint[] number, ByteRange place, Grammar.Body body)
    {
        var header = Find(sections, number, SectionPart.Header);
        var text = Find(sections, number, SectionPart.Text);
        Assert.Equal(place.Offset, header.Offset);
        Assert.Equal(header.End, text.Offset);
        Assert.Equal(place.End, text.End);
        if (body.IsMultipart)
        {
            CheckChildren(sections, number, text, body);
            return;
        }

        Assert.Equal(header, Find(sections, [.. number, 1], SectionPart.Mime));
        Assert.Equal(text, Find(sections, [.. number, 1], SectionPart.Whole));
        Assert.False(sections.TryFind([.. number, 2], SectionPart.Whole, out _));
        CheckPart(sections, [.. number, 1], body);
    }

    private static void CheckPart(MessageSections sections, uint[] number, Grammar.Body body)
    {
        var place = Find(sections, number, SectionPart.Whole);
        if (body.IsMultipart)
        {
            CheckChildren(sections, number, place, body);
            return;
        }

        Assert.Equal(body.Octets, place.Length);
        Assert.Equal(body.IsMessage, sections.TryFind(number, SectionPart.Header, out _));
        Assert.Equal(body.IsMessage, sections.TryFind(number, SectionPart.Text, out _));
        if (body.IsMessage)
            CheckMessage(sections, number, place, body.Children[0]);
        else
            Assert.False(sections.TryFind([.. number, 1], SectionPart.Whole, out _));
    }

    private static void CheckChildren(MessageSections sections, uint[] number, ByteRange place, Grammar.Body body)
    {
        var before = place.Offset;
        for (var i = 0; i < body.Children.Count; i++)
        {
            uint[] child = [.. number, (uint)i + 1];
            var (mime, content) = (Find(sections, child, SectionPart.Mime), Find(sections, child, SectionPart.Whole));
            Assert.True(mime.Offset >= before && mime.End == content.Offset && content.End <= place.End);
            before = content.End;
            CheckPart(sections, child, body.Children[i]);
        }

        Assert.False(sections.TryFind([.. number, (uint)body.Children.Count + 1], SectionPart.Whole, out _));
    }

    private static ByteRange Find(MessageSections sections, uint[] number, SectionPart section)
    {
        Assert.True(sections.TryFind(number, section, out var range));
        return range;
    }
}
