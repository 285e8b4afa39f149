using System.Buffers;
using Postfach.Mail;
using Postfach.Protocol.Pop3;
using Postfach.Protocol.Tests.Lines;

namespace Postfach.Protocol.Tests.Pop3;

public sealed class Pop3ReplyTests
{
    public static TheoryData<Pop3Reply, string> Replies => new()
    {
        { new Pop3Reply.Ok("2 320"), "+OK 2 320\r\n" },
        { new Pop3Reply.Err("No such message"), "-ERR No such message\r\n" },
        { new Pop3Reply.Err(Pop3ResponseCode.InUse, "x"), "-ERR [IN-USE] x\r\n" },
        { new Pop3Reply.Err(Pop3ResponseCode.Auth, "x"), "-ERR [AUTH] x\r\n" },
        { new Pop3Reply.Err(Pop3ResponseCode.SystemTemporary, "x"), "-ERR [SYS/TEMP] x\r\n" },
        { new Pop3Reply.Err(Pop3ResponseCode.SystemPermanent, "x"), "-ERR [SYS/PERM] x\r\n" },
        { new Pop3Reply.Ok("a\r\nb\0"), "+OK a??b?\r\n" },
    };

    [Theory]
    [MemberData(nameof(Replies))]
    public void A_reply_is_one_line_whatever_its_text(Pop3Reply reply, string line) => Assert.Equal(line, Written(reply.WriteTo));

    [Fact]
    public void A_scan_listing_has_the_number_and_the_size() =>
        Assert.Equal("7 4294967295", Written(new ScanListing(new MessageNumber(7), uint.MaxValue).WriteTo));

    [Fact]
    public void A_unique_id_is_made_of_UIDVALIDITY_and_UID_in_characters_that_are_allowed()
    {
        var id = UniqueId.Of(new UidValidity(uint.MaxValue), Uid.Max);
        Assert.Equal("1 pfffffffffffffffff", Written(new UniqueIdListing(new MessageNumber(1), id).WriteTo));
        Assert.InRange(id.Value.Length, 1, 70);
        Assert.All(id.Value, c => Assert.InRange(c, '\x21', '\x7E'));
        Assert.NotEqual(UniqueId.Of(new UidValidity(0x11), new Uid(1)), UniqueId.Of(new UidValidity(1), new Uid(0x11)));
    }

    private static string Written(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Pieces.Latin(output.WrittenSpan);
    }
}
