namespace Postfach.Protocol.Sasl;

/// <summary>How the server's side of a mechanism goes on after a response.</summary>
public abstract record SaslStep
{
    private SaslStep()
    {
    }

    /// <summary>Send this (base64) and come back with the answer.</summary>
    public sealed record Challenge(ReadOnlyMemory<byte> Data) : SaslStep;

    /// <summary>The client has said who it is and sent the password, which is still to be checked.</summary>
    public sealed record Password(PlainMessage Message) : SaslStep;

    /// <summary>The client has proven to know the password of <paramref name="Name"/>.</summary>
    /// <param name="AuthorizationId">Whom to act as; empty for the one who logs in.</param>
    public sealed record Proven(string Name, string AuthorizationId) : SaslStep;

    /// <summary>The proof is that of another password, or there is no such user.</summary>
    public sealed record Refused(string Name) : SaslStep;

    /// <summary>The exchange cannot go on: a message is none of the mechanism's, or TLS ends elsewhere than the client sees it end.</summary>
    /// <param name="Why">For the client's user.</param>
    public sealed record Failed(string Why) : SaslStep;
}
