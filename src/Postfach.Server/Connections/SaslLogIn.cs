using System.Security.Cryptography;
using Postfach.Mail;
using Postfach.Protocol.Sasl;
using Postfach.Store;

namespace Postfach.Server.Connections;

/// <summary>A log-in by SASL, the same for every protocol; the session carries challenges and responses. RFC 4422.</summary>
internal static class SaslLogIn
{
    private const int NonceBytes = 18;

    /// <summary>The mechanisms of a connection as it is now, the best first.</summary>
    public static IReadOnlyList<string> Mechanisms(IClientConnection connection) =>
        SaslMechanisms.Names(connection.ChannelBinding(SaslContext.TlsServerEndPoint) is not null);

    /// <returns>Null when there is no such mechanism on this connection.</returns>
    public static SaslMechanism? Begin(string mechanism, IClientConnection connection, Authenticator authenticator) =>
        SaslMechanisms.Begin(mechanism, new SaslContext(
            connection.ChannelBinding,
            (hash, name) => Credential(authenticator.RecordFor(name, hash.Mechanism)),
            () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes))));

    /// <param name="response">The initial one, or null.</param>
    /// <param name="ask">Sends a challenge and gives the response to it; null when the connection is over.</param>
    public static async ValueTask<SaslResult> RunAsync(
        SaslMechanism mechanism, Authenticator authenticator, SaslResponse? response, Func<ReadOnlyMemory<byte>, ValueTask<SaslResponse?>> ask, CancellationToken ct)
    {
        while (true)
        {
            if (response is SaslResponse.Cancelled)
                return new SaslResult.Broken("The log-in was cancelled");
            if (response is SaslResponse.Malformed)
                return new SaslResult.Broken("The response is not base64");
            switch (mechanism.Next((response as SaslResponse.Data)?.Bytes))
            {
                case SaslStep.Challenge challenge when await ask(challenge.Data) is { } next:
                    response = next;
                    continue;
                case SaslStep.Password { Message: var message }:
                    return await authenticator.LogInAsync(message.AuthenticationId, message.Password.Value, ct) is { } user
                        ? As(message.AuthorizationId, user)
                        : new SaslResult.Refused(message.AuthenticationId);
                case SaslStep.Proven proven:
                    return UserName.TryParse(proven.Name, out var name, out _) && authenticator.Find(name) is { } found
                        ? As(proven.AuthorizationId, found)
                        : new SaslResult.Refused(proven.Name);
                case SaslStep.Refused refused:
                    return new SaslResult.Refused(refused.Name);
                case SaslStep.Failed failed:
                    return new SaslResult.Failed(failed.Why);
                default:
                    return new SaslResult.Ended();
            }
        }
    }

    // RFC 4422 §2: somebody may ask to act as another; here everybody is just who they are.
    private static SaslResult As(string authorizationId, User user) =>
        authorizationId.Length == 0 || (UserName.TryParse(authorizationId, out var other, out _) && other == user.Name)
            ? new SaslResult.LoggedIn(user)
            : new SaslResult.Failed("Nobody can act as somebody else");

    private static ScramCredential Credential(PasswordRecord record) => new(record.Iterations, record.Salt, record.StoredKey, record.ServerKey);
}
