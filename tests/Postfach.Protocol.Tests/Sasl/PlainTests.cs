using CsCheck;
using Postfach.Protocol.Sasl;
using Postfach.Protocol.Tests.Lines;

namespace Postfach.Protocol.Tests.Sasl;

public sealed class PlainTests
{
    [Theory]
    [InlineData("\0anna\0secret", "", "anna", "secret")]
    [InlineData("info\0anna\0secret", "info", "anna", "secret")]
    [InlineData("\0J\u00C3\u00BCrgen\0g\u00C3\u00BC", "", "J\u00FCrgen", "g\u00FC")]
    public void A_message_is_taken_apart(string bytes, string authorization, string authentication, string password)
    {
        Assert.True(PlainMessage.TryRead(Pieces.Latin(bytes), out var message));
        Assert.Equal(new PlainMessage(authorization, authentication, new Secret(password)), message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("anna")]
    [InlineData("\0anna")]
    [InlineData("\0anna\0")]
    [InlineData("\0\0secret")]
    [InlineData("\0anna\0sec\0ret")]
    [InlineData("\0J\u00FCrgen\0secret")]
    public void Anything_else_fails(string bytes) =>
        Assert.IsType<SaslStep.Failed>(new PlainMechanism().Next(Pieces.Latin(bytes)));

    [Fact]
    public void Without_an_initial_response_the_client_is_asked_by_an_empty_challenge()
    {
        Assert.True(Assert.IsType<SaslStep.Challenge>(new PlainMechanism().Next(null)).Data.IsEmpty);
        Assert.Equal("anna", Assert.IsType<SaslStep.Password>(new PlainMechanism().Next("\0anna\0secret"u8.ToArray())).Message.AuthenticationId);
    }

    [Fact]
    public void A_password_is_never_printed() =>
        Assert.DoesNotContain("secret", new SaslStep.Password(new PlainMessage("", "anna", new Secret("secret"))).ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_response_is_base64()
    {
        Assert.Equal("\0anna\0secret"u8, Data(SaslResponse.Read("AGFubmEAc2VjcmV0"u8)));
        Assert.Equal(""u8, Data(SaslResponse.Read(""u8)));
        Assert.Equal(""u8, Data(SaslResponse.ReadInitial("="u8)));
        Assert.Equal("\0anna\0secret"u8, Data(SaslResponse.ReadInitial("AGFubmEAc2VjcmV0"u8)));
        Assert.IsType<SaslResponse.Cancelled>(SaslResponse.Read("*"u8));
    }

    [Theory]
    [InlineData("=")]
    [InlineData("A")]
    [InlineData("AGE")]
    [InlineData("AGF=")]
    [InlineData("AG==\r")]
    [InlineData("AA==AA==")]
    [InlineData("AGFu bmEA")]
    [InlineData("AGFu\nbmE")]
    [InlineData("-_==")]
    [InlineData("*=")]
    public void A_response_that_is_not_exact_base64_is_malformed(string line) =>
        Assert.IsType<SaslResponse.Malformed>(SaslResponse.Read(Pieces.Latin(line)));

    [Fact]
    public void Any_bytes_come_through_base64() => Gen.Byte.Array[0, 60].Sample(bytes =>
        Assert.Equal(bytes, Data(SaslResponse.Read(Pieces.Latin(Convert.ToBase64String(bytes))))));

    private static byte[] Data(SaslResponse response) => Assert.IsType<SaslResponse.Data>(response).Bytes.ToArray();
}
