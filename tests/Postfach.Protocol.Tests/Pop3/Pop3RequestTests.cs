using CsCheck;
using Postfach.Protocol.Pop3;
using Postfach.Protocol.Sasl;
using Postfach.Protocol.Tests.Lines;

namespace Postfach.Protocol.Tests.Pop3;

public sealed class Pop3RequestTests
{
    public static TheoryData<string, Pop3Request> Valid => new()
    {
        { "STAT", new Pop3Request.Stat() },
        { "stat", new Pop3Request.Stat() },
        { "STAT ", new Pop3Request.Stat() },
        { "LIST", new Pop3Request.List(null) },
        { "LIST 3", new Pop3Request.List(new MessageNumber(3)) },
        { "List  3 ", new Pop3Request.List(new MessageNumber(3)) },
        { "UIDL", new Pop3Request.Uidl(null) },
        { "UIDL 4294967295", new Pop3Request.Uidl(new MessageNumber(uint.MaxValue)) },
        { "RETR 1", new Pop3Request.Retr(new MessageNumber(1)) },
        { "RETR 0", new Pop3Request.Retr(new MessageNumber(0)) },
        { "RETR 0001", new Pop3Request.Retr(new MessageNumber(1)) },
        { "TOP 1 0", new Pop3Request.Top(new MessageNumber(1), 0) },
        { "top 2 10", new Pop3Request.Top(new MessageNumber(2), 10) },
        { "DELE 7", new Pop3Request.Dele(new MessageNumber(7)) },
        { "RSET", new Pop3Request.Rset() },
        { "NOOP", new Pop3Request.Noop() },
        { "QUIT", new Pop3Request.Quit() },
        { "CAPA", new Pop3Request.Capa() },
        { "STLS", new Pop3Request.Stls() },
        { "USER anna", new Pop3Request.User("anna") },
        { "USER anna@example.org ", new Pop3Request.User("anna@example.org") },
        { "USER J\u00C3\u00BCrgen", new Pop3Request.User("J\u00FCrgen") },
        { "USER J\u00FCrgen", new Pop3Request.User("J\u00FCrgen") },
        { "PASS secret", new Pop3Request.Pass(new Secret("secret")) },
        { "pass  two words ", new Pop3Request.Pass(new Secret(" two words ")) },
    };

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_command_is_read(string line, Pop3Request expected)
    {
        Assert.True(Pop3Request.TryRead(Pieces.Latin(line), out var request, out _));
        Assert.Equal(expected, request);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" STAT")]
    [InlineData("APOP a b")]
    [InlineData("LAST")]
    [InlineData("STATS")]
    [InlineData("STAT 1")]
    [InlineData("LIST x")]
    [InlineData("LIST -1")]
    [InlineData("LIST +1")]
    [InlineData("LIST 1 2")]
    [InlineData("LIST 4294967296")]
    [InlineData("RETR")]
    [InlineData("RETR ")]
    [InlineData("RETR 1x")]
    [InlineData("RETR1")]
    [InlineData("TOP 1")]
    [InlineData("TOP 1 -1")]
    [InlineData("TOP 1 2 3")]
    [InlineData("USER")]
    [InlineData("USER ")]
    [InlineData("USER a\u001Bb")]
    [InlineData("USER a\u00C2\u009Bb")]
    [InlineData("PASS")]
    [InlineData("PASS ")]
    [InlineData("PASS a\0b")]
    [InlineData("STAT\t")]
    public void Anything_else_is_refused(string line)
    {
        Assert.False(Pop3Request.TryRead(Pieces.Latin(line), out _, out var refusal));
        Assert.IsType<Pop3Reply.Err>(refusal);
    }

    [Fact]
    public void A_password_is_never_printed() =>
        Assert.DoesNotContain("secret", new Pop3Request.Pass(new Secret("secret")).ToString(), StringComparison.Ordinal);

    [Fact]
    public void No_line_is_too_odd_to_be_answered() => Gen.Select(
        Pieces.Any("USER ", "PASS ", "TOP ", "LIST ", "RETR", ""), Gen.Byte.Array[0, 40]).Sample((keyword, rest) =>
        {
            var read = Pop3Request.TryRead([.. Pieces.Latin(keyword), .. rest], out var request, out var refusal);
            Assert.Equal(read, request is not null);
            Assert.True(read || refusal is not null);
        });
}
