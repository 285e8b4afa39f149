using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Postfach.Protocol.Sasl;

namespace Postfach.Protocol.Tests.Sasl;

public sealed class ScramTests
{
    private const string First = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";

    private static readonly byte[] EndPoint = [1, 2, 3];

    [Theory]
    [InlineData( // RFC 5802 §5
        "SCRAM-SHA-1", "QSXCR+Q6sek8bf92", "3rfcNHYJY1ZVvWVs7j",
        "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
        "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
        "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
        "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=")]
    [InlineData( // RFC 7677 §3
        "SCRAM-SHA-256", "W22ZaJ0SNY7soEsUEjb6gQ==", "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
        "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")]
    public void The_RFCs_examples_are_spoken(
        string name, string salt, string nonce, string first, string serverFirst, string final, string serverFinal)
    {
        var mechanism = Begin(name, Context(salt, nonce));
        Assert.Equal("", Challenge(mechanism.Next(null)));
        Assert.Null(mechanism.Claimed);
        Assert.Equal(serverFirst, Challenge(Say(mechanism, first)));
        Assert.Equal("user", mechanism.Claimed);
        Assert.Equal(serverFinal, Challenge(Say(mechanism, final)));
        Assert.Equal(new SaslStep.Proven("user", ""), Say(mechanism, ""));
    }

    [Fact]
    public void A_proof_of_another_password_is_refused()
    {
        Assert.Equal(new SaslStep.Refused("user"), Exchange("SCRAM-SHA-256", First, [], password: "pen"));
        Assert.IsType<SaslStep.Proven>(Exchange("SCRAM-SHA-256", First, [], password: "pencil"));
    }

    [Theory]
    [InlineData("p=tls-server-end-point", "SCRAM-SHA-256-PLUS", true)]
    [InlineData("p=tls-server-end-point", "SCRAM-SHA-1-PLUS", true)]
    [InlineData("p=tls-unique", "SCRAM-SHA-256-PLUS", false)]
    [InlineData("p=tls-server-end-point", "SCRAM-SHA-256", false)]
    [InlineData("n", "SCRAM-SHA-256-PLUS", false)]
    [InlineData("n", "SCRAM-SHA-256", true)]
    [InlineData("y", "SCRAM-SHA-256-PLUS", false)]
    [InlineData("y", "SCRAM-SHA-256", false)] // Somebody has taken -PLUS out of the capabilities.
    public void Channel_binding_is_of_a_type_that_is_there_and_never_left_out_unnoticed(string flag, string name, bool works)
    {
        var step = Exchange(name, $"{flag},,n=user,r=abc", flag.StartsWith('p') ? EndPoint : [], bound: true);
        Assert.Equal(works, step is SaslStep.Proven);
        Assert.True(works || step is SaslStep.Failed);
    }

    [Fact]
    public void Where_the_server_cannot_bind_it_does_not_offer_to()
    {
        Assert.Null(SaslMechanisms.Begin("SCRAM-SHA-256-PLUS", Context()));
        Assert.DoesNotContain(SaslMechanisms.Names(canBind: false), n => n.EndsWith("-PLUS", StringComparison.Ordinal));
        Assert.IsType<SaslStep.Proven>(Exchange("SCRAM-SHA-256", "y,,n=user,r=abc", []));
        Assert.All(SaslMechanisms.Names(canBind: true), name => Assert.NotNull(SaslMechanisms.Begin(name, Context(bound: true))));
    }

    [Fact]
    public void Another_ends_TLS_fails() =>
        Assert.IsType<SaslStep.Failed>(Exchange("SCRAM-SHA-256-PLUS", "p=tls-server-end-point,,n=user,r=abc", [1, 2, 4], bound: true));

    [Theory]
    [InlineData("n,,n=a=2Cb=3Dc=3D2C,r=abc", "a,b=c=2C", "")]
    [InlineData("n,a=other,n=user,r=abc,x=ignored", "user", "other")]
    public void Names_are_unescaped(string first, string name, string authorizationId)
    {
        Assert.True(ScramClientFirst.TryRead(Encoding.UTF8.GetBytes(first), out var message));
        Assert.Equal((name, authorizationId), (message.Name, message.AuthorizationId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("n,,")]
    [InlineData("x,,n=user,r=abc")]
    [InlineData("p=,,n=user,r=abc")]
    [InlineData("n,b=x,n=user,r=abc")]
    [InlineData("n,a=,n=user,r=abc")]
    [InlineData("n,,m=ext,n=user,r=abc")]
    [InlineData("n,,n=,r=abc")]
    [InlineData("n,,n=us=er,r=abc")]
    [InlineData("n,,n=us=2cer,r=abc")]
    [InlineData("n,,n=user,r=")]
    [InlineData("n,,n=user,r=a b")]
    [InlineData("n,,n=us\0er,r=abc")]
    public void What_is_no_first_message_fails(string first) =>
        Assert.IsType<SaslStep.Failed>(Say(Begin("SCRAM-SHA-256", Context()), first));

    [Theory]
    [InlineData("")]
    [InlineData("c=biws,r=abcS")]
    [InlineData("c=biws,r=abcS,p=!")]
    [InlineData("c=biws,r=abc,p=AA==")]
    [InlineData("c=eSws,r=abcS,p=AA==")]
    [InlineData("r=abcS,c=biws,p=AA==")]
    public void What_is_no_final_message_fails(string final)
    {
        var mechanism = Begin("SCRAM-SHA-256", Context());
        Challenge(Say(mechanism, "n,,n=user,r=abc"));
        Assert.IsType<SaslStep.Failed>(Say(mechanism, final));
    }

    [Fact]
    public void Any_bytes_end_in_an_answer() => Gen.Select(Gen.Byte.Array[0, 60], Gen.Byte.Array[0, 60]).Sample((one, other) =>
    {
        var mechanism = Begin("SCRAM-SHA-256", Context());
        Assert.IsNotType<SaslStep.Proven>(mechanism.Next(one));
        Assert.IsNotType<SaslStep.Proven>(mechanism.Next(other));
    });

    [Fact]
    public void LOGIN_asks_for_name_and_password()
    {
        var mechanism = Begin("LOGIN", Context());
        Assert.Equal("Username:", Challenge(mechanism.Next(null)));
        Assert.Equal("Password:", Challenge(Say(mechanism, "anna")));
        Assert.Equal(new PlainMessage("", "anna", new Secret("secret")), Assert.IsType<SaslStep.Password>(Say(mechanism, "secret")).Message);
        Assert.IsType<SaslStep.Failed>(Say(Begin("LOGIN", Context()), ""));
    }

    private static SaslMechanism Begin(string name, SaslContext context) =>
        SaslMechanisms.Begin(name, context) ?? throw new ArgumentException(name);

    private static SaslContext Context(string salt = "W22ZaJ0SNY7soEsUEjb6gQ==", string nonce = "S", bool bound = false) => new(
        type => bound && type == SaslContext.TlsServerEndPoint ? EndPoint : null,
        (hash, _) => Credential(hash, Convert.FromBase64String(salt)),
        () => nonce);

    private static ScramCredential Credential(ScramHash hash, byte[] salt)
    {
        var salted = Salted(hash, "pencil", salt);
        return new ScramCredential(4096, salt, hash.Hash(hash.Hmac(salted, "Client Key"u8.ToArray())), hash.Hmac(salted, "Server Key"u8.ToArray()));
    }

    private static byte[] Salted(ScramHash hash, string password, byte[] salt) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, 4096, hash.Algorithm, hash.Hash([]).Length);

    /// <summary>A whole exchange by a client of its own.</summary>
    private static SaslStep Exchange(string name, string first, byte[] binding, string password = "pencil", bool bound = false)
    {
        var hash = name.StartsWith("SCRAM-SHA-256", StringComparison.Ordinal) ? ScramHash.Sha256 : ScramHash.Sha1;
        var mechanism = Begin(name, Context(bound: bound));
        if (Say(mechanism, first) is not SaslStep.Challenge { Data: var serverFirst })
            return new SaslStep.Failed("first");
        var fields = Encoding.ASCII.GetString(serverFirst.Span).Split(',');
        var header = string.Join(',', first.Split(',')[..2]) + ",";
        var without = $"c={Convert.ToBase64String([.. Encoding.ASCII.GetBytes(header), .. binding])},{fields[0]}";
        var message = Encoding.ASCII.GetBytes($"{first[header.Length..]},{string.Join(',', fields)},{without}");
        var clientKey = hash.Hmac(Salted(hash, password, Convert.FromBase64String(fields[1][2..])), "Client Key"u8.ToArray());
        var proof = hash.Hmac(hash.Hash(clientKey), message).Zip(clientKey, (a, b) => (byte)(a ^ b)).ToArray();
        var step = Say(mechanism, $"{without},p={Convert.ToBase64String(proof)}");
        return step is SaslStep.Challenge ? Say(mechanism, "") : step;
    }

    private static SaslStep Say(SaslMechanism mechanism, string response) => mechanism.Next(Encoding.UTF8.GetBytes(response));

    private static string Challenge(SaslStep step) => Encoding.UTF8.GetString(Assert.IsType<SaslStep.Challenge>(step).Data.Span);
}
