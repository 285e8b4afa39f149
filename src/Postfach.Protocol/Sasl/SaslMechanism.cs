namespace Postfach.Protocol.Sasl;

/// <summary>The server's side of one exchange of a mechanism, without I/O. RFC 4422 §3. One exchange uses it; not thread-safe.</summary>
public abstract class SaslMechanism
{
    private protected SaslMechanism()
    {
    }

    /// <summary>Whom the client has named, once the next response is the one that proves it; null until then.</summary>
    public virtual string? Claimed => null;

    /// <summary>Takes a response, or null at the start when the command came without an initial one.</summary>
    public abstract SaslStep Next(ReadOnlyMemory<byte>? response);
}
