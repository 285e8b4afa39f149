using CsCheck;
using Postfach.Mail;
using Postfach.Protocol.Imap;
using Postfach.Protocol.Imap.Responses;
using Postfach.Protocol.Tests.Lines;

namespace Postfach.Protocol.Tests.Imap;

public sealed class ResponseTests
{
    private static readonly UidValidity Validity = new(1700000000);

    public static readonly TheoryData<ImapCode, string> Codes = new()
    {
        { ImapCode.TryCreate, "[TRYCREATE]" },
        { ImapCode.ReadOnly, "[READ-ONLY]" },
        { new ImapCode.UidNext(new Uid(4392)), "[UIDNEXT 4392]" },
        { new ImapCode.UidValidity(Validity), "[UIDVALIDITY 1700000000]" },
        { new ImapCode.Unseen(new SequenceNumber(12)), "[UNSEEN 12]" },
        { new ImapCode.PermanentFlags([], None: true), "[PERMANENTFLAGS ()]" },
        {
            new ImapCode.PermanentFlags([KeywordOf("$Work")], None: false),
            "[PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Work \\*)]"
        },
        { new ImapCode.AppendUid(Validity, UidSet.Of(new Uid(7))), "[APPENDUID 1700000000 7]" },
        {
            new ImapCode.CopyUid(Validity, UidSet.From([new Uid(304), new Uid(319), new Uid(320)]), UidSet.Range(new Uid(3956), new Uid(3958))),
            "[COPYUID 1700000000 304,319:320 3956:3958]"
        },
        { new ImapCode.NoUpdate("a"), "[NOUPDATE \"a\"]" },
        { new ImapCode.InProgress("a", 0, 12), "[INPROGRESS (\"a\" 0 12)]" },
        { new ImapCode.InProgress("a", 3000000000, null), "[INPROGRESS (\"a\" 3000000000 NIL)]" },
        { new ImapCode.InProgress("a]b", 7, 12), "[INPROGRESS (NIL 7 12)]" },
        { new ImapCode.MailboxId("F1-2"), "[MAILBOXID (F1-2)]" },
        { new ImapCode.Capability(["IMAP4rev1", "IDLE"]), "[CAPABILITY IMAP4rev1 IDLE]" },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_code_is_written_in_brackets(ImapCode code, string written) => Assert.Equal(written, Shown.Written(code.Write));

    [Fact]
    public void A_reply_is_a_line()
    {
        Assert.Equal("A1 OK Done\r\n", Shown.Written(o => new ImapReply.Ok("Done").Write(o, "A1")));
        Assert.Equal("A1 NO [TRYCREATE] None\r\n", Shown.Written(o => new ImapReply.No(ImapCode.TryCreate, "None").Write(o, "A1")));
        Assert.Equal("* BAD What?\r\n", Shown.Written(o => new ImapReply.Bad("What?").Write(o, "*")));
        Assert.Equal("* BYE Goodbye\r\n", Shown.Written(o => new ImapReply.Bye("Goodbye").Write(o, "*")));
    }

    [Theory]
    [InlineData("INBOX", "INBOX")]
    [InlineData("a]b", "a]b")]
    [InlineData("", "\"\"")]
    [InlineData("nil", "\"nil\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("a\"b", "{3}\r\na\"b")]
    [InlineData("a\\b", "{3}\r\na\\b")]
    [InlineData("a\r\nb", "{4}\r\na\r\nb")]
    [InlineData("gr\xFC\xDF", "{4}\r\ngr\xFC\xDF")]
    [InlineData("\x7F", "{1}\r\n\x7F")]
    public void A_string_is_written_as_short_as_it_can_be(string value, string written) =>
        Assert.Equal(written, Shown.Written(o => o.WriteAString(Pieces.Latin(value))));

    [Fact]
    public void A_string_that_was_written_is_read_the_same() =>
        Gen.Byte.Array[0, 20].Sample(value =>
        {
            var written = Pieces.Latin(Shown.Written(o => o.WriteAString(value)));
            var reader = new ImapReader(written);
            Assert.True(reader.AString(out var read) && reader.End() ? read.SequenceEqual(value) : value.Contains((byte)0));
        });

    [Fact]
    public void A_mailbox_is_listed_with_its_attributes()
    {
        Assert.Equal("* LIST (\\HasNoChildren \\Sent) \"/\" Sent\r\n", Listed(new ListResponse("Sent", MailboxAttributes.HasNoChildren, SpecialUse.Sent)));
        Assert.Equal("* LIST (\\Noselect \\HasChildren) \"/\" \"a b\"\r\n", Listed(new ListResponse("a b", MailboxAttributes.NoSelect | MailboxAttributes.HasChildren)));
        Assert.Equal("* LIST (\\Noselect) \"/\" \"\"\r\n", Listed(new ListResponse("", MailboxAttributes.NoSelect)));
        Assert.Equal("* LIST () \"/\" Entw&APw-rfe\r\n", Listed(new ListResponse("Entwürfe", MailboxAttributes.None)));
        Assert.Equal(
            "* LIST (\\NonExistent \\Subscribed) \"/\" a (\"CHILDINFO\" (\"SUBSCRIBED\"))\r\n",
            Listed(new ListResponse("a", MailboxAttributes.NonExistent | MailboxAttributes.Subscribed, SpecialUse.None, HasSubscribedBelow: true)));
        Assert.Equal(
            "* LIST () \"/\" \"Entw\u00C3\u00BCrfe \\\"A\\\\\" (\"OLDNAME\" (a&b))\r\n",
            Shown.Written(o => new ListResponse("Entwürfe \"A\\", MailboxAttributes.None) { OldName = "a&b" }.Write(o, "LIST"u8, MailboxNameForm.Utf8)));
        Assert.Equal("* LSUB () \"/\" INBOX\r\n", Shown.Written(o => new ListResponse("INBOX", MailboxAttributes.None).Write(o, "LSUB"u8, MailboxNameForm.ModifiedUtf7)));
    }

    [Fact]
    public void Flags_are_written_as_they_are_read()
    {
        var flags = FlagSet.Of(MessageFlags.Seen | MessageFlags.Answered, KeywordOf("$Forwarded"), KeywordOf("a"));
        var text = Shown.Written(o => o.WriteFlags(flags));
        Assert.Equal("(\\Answered \\Seen $Forwarded a)", text);
        var reader = new ImapReader(Pieces.Latin(text));
        Assert.True(reader.FlagList(out var read) && reader.End());
        Assert.Equal(flags, read);
    }

    private static string Listed(ListResponse response) => Shown.Written(o => response.Write(o, "LIST"u8, MailboxNameForm.ModifiedUtf7));

    private static Keyword KeywordOf(string name) => Keyword.TryParse(name, out var keyword) ? keyword : throw new ArgumentException(name);
}
