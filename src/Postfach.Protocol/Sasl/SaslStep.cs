namespace Postfach.Protocol.Sasl;

/// <summary>How the server's side of a mechanism goes on after a response.</summary>
public abstract record SaslStep
{
    private SaslStep()
    {
    }

    /// <summary>Send this (base64) and come back with the answer.</summary>
    public sealed record Challenge(ReadOnlyMemory<byte> Data) : SaslStep;

    /// <summary>The client has said who it is and how it proves that.</summary>
    public sealed record Done(PlainMessage Message) : SaslStep;

    /// <summary>What the client sent is none of the mechanism's messages.</summary>
    public sealed record Failed : SaslStep;
}
