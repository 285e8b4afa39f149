namespace Postfach.Protocol.Sasl;

/// <summary>The server's side of PLAIN. RFC 4616.</summary>
public static class PlainMechanism
{
    /// <param name="response">What the client sent; null when the command came without an initial response.</param>
    public static SaslStep Next(ReadOnlyMemory<byte>? response)
    {
        // RFC 4422 §5: a mechanism where the client speaks first is started by an empty challenge.
        if (response is not { } bytes)
            return new SaslStep.Challenge(default);
        return PlainMessage.TryRead(bytes.Span, out var message) ? new SaslStep.Done(message) : new SaslStep.Failed();
    }
}
