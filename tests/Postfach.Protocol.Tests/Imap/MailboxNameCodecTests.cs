using System.Text;
using CsCheck;
using Postfach.Mail;
using Postfach.Protocol.Imap;
using Postfach.Protocol.Tests.Lines;

namespace Postfach.Protocol.Tests.Imap;

public sealed class MailboxNameCodecTests
{
    // The examples of RFC 3501 §5.1.3, and more.
    public static readonly TheoryData<string, string> Names = new()
    {
        { "INBOX", "INBOX" },
        { "", "" },
        { "a b~", "a b~" },
        { "Q&A", "Q&-A" },
        { "&&", "&-&-" },
        { "Entwürfe", "Entw&APw-rfe" },
        { "~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-" },
        { "☺!", "&Jjo-!" },
        { "ü&ü", "&APw-&-&APw-" },
        { "😀", "&2D3eAA-" },
        { "\t", "&AAk-" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_is_written_in_modified_UTF7_and_read_again(string name, string wire)
    {
        Assert.Equal(wire, Encoding.ASCII.GetString(MailboxNameCodec.Encode(name)));
        Assert.True(MailboxNameCodec.TryDecode(Encoding.ASCII.GetBytes(wire), MailboxNameForm.ModifiedUtf7, out var read));
        Assert.Equal(name, read);
    }

    [Theory]
    [InlineData("a&")]
    [InlineData("a&AOQ")]
    [InlineData("a&AOQ=-")]
    [InlineData("a&AOR-")] // bits behind the last character
    [InlineData("a&AO-")]
    [InlineData("a&A-")]
    [InlineData("a&AGE-")] // a letter that stands for itself
    [InlineData("a&AOQ-&APw-")] // two runs that are one
    [InlineData("a&2D0-")] // half a surrogate pair
    [InlineData("a&3gDYPQ-")] // its halves the wrong way round
    [InlineData("a&U/BTFw-")] // "/" where "," belongs
    [InlineData("a& AOQ-")]
    [InlineData("R&D")]
    public void Another_spelling_of_a_name_is_refused(string wire) => Assert.False(MailboxNameCodec.TryDecode(Encoding.ASCII.GetBytes(wire), MailboxNameForm.ModifiedUtf7, out _));

    [Fact]
    public void UTF8_is_taken_as_it_is()
    {
        Assert.True(MailboxNameCodec.TryDecode("Entwürfe & mehr"u8, MailboxNameForm.ModifiedUtf7, out var name));
        Assert.Equal("Entwürfe & mehr", name);
        Assert.False(MailboxNameCodec.TryDecode([(byte)'a', 0xFC], MailboxNameForm.ModifiedUtf7, out _));
    }

    [Fact]
    public void Every_well_formed_name_comes_back() =>
        Gen.String.Sample(text =>
        {
            if (!MailboxName.TryParse(text, out var name, out _))
                return;
            var wire = MailboxNameCodec.Encode(name.Value);
            Assert.True(MailboxNameCodec.TryDecode(wire, MailboxNameForm.ModifiedUtf7, out var read));
            Assert.Equal(name.Value, read);
            Assert.DoesNotContain(wire, b => b is < 0x20 or > 0x7E);
        });

    [Fact]
    public void What_can_be_read_is_written_the_same() =>
        Pieces.Any([.. "&-,/AOQw=a "u8]).Array[0, 30].Sample(wire =>
        {
            if (MailboxNameCodec.TryDecode(wire, MailboxNameForm.ModifiedUtf7, out var name))
                Assert.Equal(wire, MailboxNameCodec.Encode(name));
        });
}
