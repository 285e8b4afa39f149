using System.Text;
using Postfach.Protocol.Lmtp;
using Postfach.Protocol.Tests.Lines;

namespace Postfach.Protocol.Tests.Lmtp;

public sealed class LmtpRequestTests
{
    private static readonly MailPath A = new("a", "b.example");

    public static TheoryData<string, LmtpRequest> Valid => new()
    {
        { "LHLO mx.example", new LmtpRequest.Lhlo("mx.example") },
        { "lhlo [192.0.2.1] ", new LmtpRequest.Lhlo("[192.0.2.1]") },
        { "MAIL FROM:<a@b.example>", new LmtpRequest.Mail(A, 0, false) },
        { "mail from: <a@b.example>", new LmtpRequest.Mail(A, 0, false) },
        { "MAIL FROM:<>", new LmtpRequest.Mail(MailPath.Null, 0, false) },
        { "MAIL FROM:<a@b.example> SIZE=1234", new LmtpRequest.Mail(A, 1234, false) },
        { "MAIL FROM:<a@b.example>  size=99999999999999999999  BODY=8BITMIME ", new LmtpRequest.Mail(A, long.MaxValue, false) },
        { "MAIL FROM:<a@b.example> BODY=7bit", new LmtpRequest.Mail(A, 0, false) },
        { "RCPT TO:<a@b.example>", new LmtpRequest.Rcpt(A) },
        { "RCPT TO: <a@b.example> ", new LmtpRequest.Rcpt(A) },
        { "MAIL FROM:<a@b.example> SMTPUTF8 SIZE=1", new LmtpRequest.Mail(A, 1, true) },
        { "DATA", new LmtpRequest.Data() },
        { "bdat 0 ", new LmtpRequest.Bdat(0, false) },
        { "BDAT 1000 LAST", new LmtpRequest.Bdat(1000, true) },
        { "BDAT 99999999999999999999  last ", new LmtpRequest.Bdat(long.MaxValue, true) },
        { "STARTTLS", new LmtpRequest.StartTls() },
        { "RSET", new LmtpRequest.Rset() },
        { "NOOP", new LmtpRequest.Noop() },
        { "NOOP of any kind", new LmtpRequest.Noop() },
        { "QUIT", new LmtpRequest.Quit() },
        { "VRFY a", new LmtpRequest.Vrfy() },
    };

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_command_is_read(string line, LmtpRequest expected)
    {
        Assert.True(LmtpRequest.TryRead(Encoding.UTF8.GetBytes(line), out var request, out _));
        Assert.Equal(expected, request);
    }

    [Theory]
    [InlineData("", "500 5.5.1")]
    [InlineData("EHLO mx.example", "500 5.5.1")]
    [InlineData("HELO mx.example", "500 5.5.1")]
    [InlineData("BDAT", "421 4.5.4")]
    [InlineData("BDAT LAST", "421 4.5.4")]
    [InlineData("BDAT 1 LAST 2", "421 4.5.4")]
    [InlineData("BDAT -1", "421 4.5.4")]
    [InlineData("BDAT 1LAST", "421 4.5.4")]
    [InlineData("STARTTLS now", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b> SMTPUTF8=1", "501 5.5.4")]
    [InlineData("DATA\n", "500 5.5.2")]
    [InlineData("RCPT TO:<a@b>\nRCPT TO:<c@d>", "500 5.5.2")]
    [InlineData("NOOP \0", "500 5.5.2")]
    [InlineData("NOOP \x7F", "500 5.5.2")]
    [InlineData("DATA now", "501 5.5.4")]
    [InlineData("RSET now", "501 5.5.4")]
    [InlineData("QUIT now", "501 5.5.4")]
    [InlineData("LHLO", "501 5.5.4")]
    [InlineData("LHLO a b", "501 5.5.4")]
    [InlineData("LHLO (x)", "501 5.5.4")]
    [InlineData("MAIL", "501 5.5.4")]
    [InlineData("MAIL <a@b>", "501 5.5.4")]
    [InlineData("MAIL FROM:a@b", "501 5.1.7")]
    [InlineData("MAIL FROM:<a@b", "501 5.1.7")]
    [InlineData("MAIL FROM:<a@b>SIZE=1", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b> SIZE", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b> SIZE=", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b> SIZE=-1", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b> SIZE=1x", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b> SIZE=123456789012345678901", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b> BODY=BINARYMIME", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b> =1", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b> RET=FULL", "555 5.5.4")]
    [InlineData("RCPT TO:<>", "501 5.1.3")]
    [InlineData("RCPT TO:<a b@c>", "501 5.1.3")]
    [InlineData("RCPT TO:a@b", "501 5.1.3")]
    [InlineData("RCPT FROM:<a@b>", "501 5.5.4")]
    [InlineData("RCPT TO:<a@b> NOTIFY=NEVER", "555 5.5.4")]
    public void Anything_else_is_refused_with_the_code_that_says_why(string line, string code)
    {
        Assert.False(LmtpRequest.TryRead(Pieces.Latin(line), out _, out var refusal));
        Assert.StartsWith(code + " ", refusal.ToString(), StringComparison.Ordinal);
    }

    // RFC 5321 §4.1.2: esmtp-keyword and esmtp-value. An unknown parameter is well-formed (555), anything else is not (501).
    [Fact]
    public void Each_byte_is_allowed_in_a_parameter_just_where_the_grammar_has_it()
    {
        for (var b = 0x20; b < 256; b++)
        {
            if (b == 0x7F)
                continue;
            var inKeyword = char.IsAsciiLetterOrDigit((char)b) || b == '-';
            Assert.Equal(inKeyword || b == ' ' ? 555 : 501, CodeOf([.. "MAIL FROM:<> X"u8, (byte)b, .. "=1"u8], b));
            Assert.Equal(b != '=' ? 555 : 501, CodeOf([.. "MAIL FROM:<> X=1"u8, (byte)b], b));
        }
    }

    private static int CodeOf(byte[] line, int b)
    {
        Assert.False(LmtpRequest.TryRead(line, out _, out var refusal), $"{b}");
        return refusal.Code;
    }
}
