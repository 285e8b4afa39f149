namespace Postfach.Protocol.Sasl;

/// <summary>The server's side of PLAIN. RFC 4616.</summary>
public sealed class PlainMechanism : SaslMechanism
{
    public override SaslStep Next(ReadOnlyMemory<byte>? response)
    {
        // RFC 4422 §5: a mechanism where the client speaks first is started by an empty challenge.
        if (response is not { } bytes)
            return new SaslStep.Challenge(default);
        return PlainMessage.TryRead(bytes.Span, out var message) ? new SaslStep.Password(message) : new SaslStep.Failed("The response is none of PLAIN");
    }
}
