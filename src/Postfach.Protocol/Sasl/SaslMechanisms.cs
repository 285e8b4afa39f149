namespace Postfach.Protocol.Sasl;

/// <summary>All mechanisms, for every protocol.</summary>
public static class SaslMechanisms
{
    private static readonly string[] Unbound = ["SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN"];
    private static readonly string[] All = ["SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS", .. Unbound];

    /// <summary>Their names, the best first: many clients take the first they know.</summary>
    /// <param name="canBind">The connection has a channel binding. RFC 5802 §6: only then are those with -PLUS announced.</param>
    public static IReadOnlyList<string> Names(bool canBind) => canBind ? All : Unbound;

    /// <param name="name">In upper case.</param>
    /// <returns>A new exchange; null when there is no such mechanism, or not on this connection.</returns>
    public static SaslMechanism? Begin(string name, SaslContext context) => name switch
    {
        "PLAIN" => new PlainMechanism(),
        "LOGIN" => new LoginMechanism(),
        "SCRAM-SHA-1" => new ScramMechanism(ScramHash.Sha1, isBound: false, context),
        "SCRAM-SHA-256" => new ScramMechanism(ScramHash.Sha256, isBound: false, context),
        "SCRAM-SHA-1-PLUS" when context.CanBind => new ScramMechanism(ScramHash.Sha1, isBound: true, context),
        "SCRAM-SHA-256-PLUS" when context.CanBind => new ScramMechanism(ScramHash.Sha256, isBound: true, context),
        _ => null,
    };
}
