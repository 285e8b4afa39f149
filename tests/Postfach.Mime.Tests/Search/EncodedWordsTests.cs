using System.Buffers;
using System.Text;
using Xunit;

namespace Postfach.Mime.Tests;

public sealed class EncodedWordsTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("=?iso-8859-1?q?Gr=FC=DFe?= aus Berlin", "Grüße aus Berlin")]
    [InlineData("=?utf-8?B?R3LDvMOfZQ==?=", "Grüße")]
    [InlineData("=?utf-8?q?a_b?=  =?utf-8?q?c?= d", "a bc d")]
    [InlineData("=?utf-8?q?a?=\r\n =?iso-8859-1?q?=FC?=", "aü")]
    [InlineData("a\r\n folded\r\n\tline", "a folded\tline")]
    [InlineData("=?utf-8?q?=C3?= =?utf-8?q?=BC?=", "ü")]
    [InlineData("=?utf-8*de?q?=C3=BC?=", "ü")]
    [InlineData("=?x-none?q?=FC?=", "ü")]
    [InlineData("=?utf-8?q?two words?=", "two words")]
    [InlineData("\"=?utf-8?q?J=C3=B6rg?=\" <a@b>", "\"Jörg\" <a@b>")]
    [InlineData("=?utf-8?x?what?=", "=?utf-8?x?what?=")]
    [InlineData("=?utf-8?q", "=?utf-8?q")]
    [InlineData("=?=?=?", "=?=?=?")]
    [InlineData("", "")]
    [InlineData("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本")]
    [InlineData("=?koi8-r?B?8NLJ18XU?=", "Привет")]
    [InlineData("Re: =?gb2312?B?1tDOxA==?= (1)", "Re: 中文 (1)")]
    [InlineData("=?windows-1251?Q?=CF=F0=E8=E2=E5=F2?=", "Привет")]
    [InlineData("=?big5?B?pKSk5Q==?=", "中文")]
    [InlineData("=?utf-7?Q?Fr+APY-sche?=", "Frösche")]
    public void The_text_of_a_field_is_decoded(string value, string text)
    {
        var octets = Encoding.UTF8.GetBytes(value);
        var appended = new ArrayBufferWriter<char>();
        EncodedWords.Append(octets, appended);
        Assert.Equal(text, EncodedWords.Decode(octets));
        Assert.Equal(text, appended.WrittenSpan.ToString());
    }

    [Fact]
    public void Raw_octets_are_UTF8_or_else_Latin1()
    {
        Assert.Equal("Grüße", EncodedWords.Decode("Grüße"u8));
        Assert.Equal("Grüße", EncodedWords.Decode(Encoding.Latin1.GetBytes("Grüße")));
    }
}
