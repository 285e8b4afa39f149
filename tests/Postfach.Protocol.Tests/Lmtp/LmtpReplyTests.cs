using System.Buffers;
using System.Net;
using Postfach.Protocol.Lmtp;
using Postfach.Protocol.Tests.Lines;

namespace Postfach.Protocol.Tests.Lmtp;

public sealed class LmtpReplyTests
{
    [Fact]
    public void An_enhanced_code_follows_the_reply_code() =>
        Assert.Equal("550 5.1.1 No such user here\r\n", Written(LmtpReply.Enhanced(550, 1, 1, "No such user here").WriteTo));

    [Fact]
    public void All_lines_but_the_last_have_a_hyphen() =>
        Assert.Equal("250-mx\r\n250-PIPELINING\r\n250 SIZE 5\r\n", Written(LmtpReply.Plain(250, "mx", "PIPELINING", "SIZE 5").WriteTo));

    [Fact]
    public void Trace_fields_stand_in_front_of_the_message_folded()
    {
        var fields = new TraceFields(
            new MailPath("s", "from.example"),
            new MailPath("Anna Maria", "to.example"),
            new TraceOrigin("mx.example", IPAddress.Parse("192.0.2.7"), "UTF8LMTPS"),
            "mail.example",
            "1f-2",
            new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromMinutes(-210)));

        Assert.Equal(
            "Return-Path: <s@from.example>\r\n"
            + "Delivered-To: \"Anna Maria\"@to.example\r\n"
            + "Received: from mx.example ([192.0.2.7])\r\n"
            + " by mail.example with UTF8LMTPS id 1f-2\r\n"
            + " for <\"Anna Maria\"@to.example>;\r\n"
            + " Wed, 04 Mar 2026 05:06:07 -0330\r\n",
            Written(fields.WriteTo));
    }

    [Theory]
    [InlineData(null, "Received: from mx\r\n")]
    [InlineData("::ffff:192.0.2.7", "Received: from mx ([192.0.2.7])\r\n")]
    [InlineData("fe80::1%3", "Received: from mx ([IPv6:fe80::1])\r\n")]
    public void The_address_is_a_literal_without_a_zone(string? address, string line)
    {
        var fields = new TraceFields(
            MailPath.Null, new MailPath("a", ""), new TraceOrigin("mx", address is null ? null : IPAddress.Parse(address), "LMTP"), "h", "1", DateTimeOffset.UnixEpoch);
        var written = Written(fields.WriteTo);
        Assert.StartsWith("Return-Path: <>\r\nDelivered-To: a\r\n", written, StringComparison.Ordinal);
        Assert.Contains(line, written, StringComparison.Ordinal);
        Assert.EndsWith(" Thu, 01 Jan 1970 00:00:00 +0000\r\n", written, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_program_handed_over_came_from_nowhere()
    {
        var fields = new TraceFields(ReversePath: null, new MailPath("anna", ""), Origin: null, "mail.example", "7", DateTimeOffset.UnixEpoch);
        Assert.Equal(
            "Delivered-To: anna\r\nReceived: by mail.example id 7\r\n for <anna>;\r\n Thu, 01 Jan 1970 00:00:00 +0000\r\n", Written(fields.WriteTo));
    }

    private static string Written(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Pieces.Latin(output.WrittenSpan);
    }
}
