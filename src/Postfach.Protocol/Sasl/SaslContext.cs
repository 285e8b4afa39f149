namespace Postfach.Protocol.Sasl;

/// <summary>What mechanisms have to know of the connection and of users.</summary>
/// <param name="ChannelBinding">The connection's channel binding of a type (RFC 5929), or null when it has none of it.</param>
/// <param name="Credential">What is kept of a user's password; also for a name that nobody has something that looks like it, the same each time.</param>
/// <param name="Nonce">A text of printable ASCII without a comma that never comes again. RFC 5802 §5.1.</param>
public sealed record SaslContext(Func<string, byte[]?> ChannelBinding, Func<ScramHash, string, ScramCredential> Credential, Func<string> Nonce)
{
    /// <summary>The type that is there whenever TLS is. RFC 5929 §4.</summary>
    public const string TlsServerEndPoint = "tls-server-end-point";

    /// <summary>RFC 5929 §3; not in TLS 1.3.</summary>
    public const string TlsUnique = "tls-unique";

    public bool CanBind => ChannelBinding(TlsServerEndPoint) is not null;
}
