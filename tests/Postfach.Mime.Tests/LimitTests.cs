using System.Text;
using Xunit;

namespace Postfach.Mime.Tests;

public sealed class LimitTests
{
    private static byte[] Repeat(string head, string text, int count) =>
        Encoding.Latin1.GetBytes(new StringBuilder(head).Insert(head.Length, text, count).ToString());

    private static int Depth(Grammar.Body body) => 1 + body.Children.Select(Depth).DefaultIfEmpty(0).Max();

    [Fact]
    public void Messages_within_messages_are_opened_a_hundred_deep()
    {
        var message = Consistency.Check(Repeat("", "Content-Type: message/rfc822\r\n\r\n", 300));

        Assert.Equal(MimeLimits.Depth + 1, Depth(Grammar.ReadBody(message.BodyStructure)));
    }

    [Fact]
    public void Multiparts_within_multiparts_are_opened_a_hundred_deep()
    {
        var nested = string.Concat(Enumerable.Range(0, 300).Select(n => $"Content-Type: multipart/mixed; boundary=b{n}.\r\n\r\n--b{n}.\r\n"));
        var message = Consistency.Check(Encoding.Latin1.GetBytes(nested));

        Assert.Equal(MimeLimits.Depth + 1, Depth(Grammar.ReadBody(message.BodyStructure)));
    }

    [Fact]
    public void Parts_are_told_apart_up_to_ten_thousand_and_the_last_has_the_rest()
    {
        var octets = Repeat("Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\n\r\nx\r\n", 20_000);
        var message = Prepare.Message(octets);

        var children = Grammar.ReadBody(message.BodyStructure).Children;
        Assert.Equal(MimeLimits.Parts - 1, children.Count);
        Assert.Equal(octets.Length, Prepare.Find(message, $"{children.Count}")?.End);
    }

    [Fact]
    public void What_a_header_costs_is_bounded()
    {
        var subject = Prepare.Message(Repeat("Subject: ", "0123456789", 1_000_000));
        Assert.Equal(MimeLimits.FieldOctets - 1, Grammar.ReadEnvelope(subject.Envelope).Subject?.Length);

        var many = Prepare.Message(Repeat("", "To: " + new string('x', 1000) + "@y\r\n", 20_000));
        Assert.InRange(many.Envelope.Length, MimeLimits.KeptOctets, MimeLimits.KeptOctets * 2);

        var short1 = Prepare.Message(Repeat("", "From: a,b,c\r\n", 200_000));
        Assert.Equal(MimeLimits.Addresses, Grammar.ReadEnvelope(short1.Envelope).From.Count);

        var groups = Prepare.Message(Repeat("To: ", ":;", 100_000));
        Assert.InRange(Grammar.ReadEnvelope(groups.Envelope).To.Count, MimeLimits.Addresses, MimeLimits.Addresses + 1);
    }

    [Fact]
    public void Offsets_are_right_however_long_the_header_is()
    {
        var message = Prepare.Message([.. Repeat("Subject: ", "0123456789", 500_000), .. "\r\n\r\ntext"u8]);

        Assert.Equal(new ByteRange(5_000_013, 4), Prepare.Find(message, "TEXT"));
    }

    [Fact]
    public void Memory_does_not_grow_with_the_message()
    {
        var lines = Repeat("", new string('A', 76) + "\r\n", 1000);
        var reader = new MessageReader();
        reader.Write("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"u8);
        reader.Write(lines);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            reader.Write(lines);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(78_078_000 + 52, MessageSections.Decode(reader.Complete().Sections.Span).Length);
    }

    [Fact]
    public void A_part_of_more_than_four_gigabytes_is_said_to_have_as_much_as_the_grammar_can_say()
    {
        var tree = new PartTree();
        var part = tree.Add(-1, 0, 0);
        (tree[part].Kind, tree[part].HasBody, tree[part].End) = (PartKind.Text, true, 5_000_000_000);

        var message = new MessageWriter(tree, new PartType(tree)).Write(5_000_000_000, hasNul: false, has8Bit: false, new ListedFieldsReader());

        Assert.Equal(uint.MaxValue, Grammar.ReadBody(message.BodyStructure).Octets);
        Assert.Equal(5_000_000_000, Prepare.Find(message, "1")?.Length);
    }
}
