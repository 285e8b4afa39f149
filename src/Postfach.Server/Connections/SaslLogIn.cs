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
    public static SaslMechanism? Begin(string mechanism, IClientConnection connection, MailStore store) =>
        SaslMechanisms.Begin(mechanism, new SaslContext(
            connection.ChannelBinding,
            (hash, name) => Credential(store.Authenticator.RecordFor(name, hash.Mechanism)),
            () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes))));

    /// <param name="response">The initial one, or null.</param>
    /// <param name="ask">Sends a challenge and gives the response to it; null when the connection is over.</param>
    public static async ValueTask<SaslResult> RunAsync(
        SaslMechanism mechanism, IClientConnection connection, MailStore store, SaslResponse? response,
        Func<ReadOnlyMemory<byte>, ValueTask<SaslResponse?>> ask, CancellationToken ct)
    {
        while (true)
        {
            if (response is SaslResponse.Cancelled)
                return new SaslResult.Broken("The log-in was cancelled");
            if (response is SaslResponse.Malformed)
                return new SaslResult.Broken("The response is not base64");
            if (mechanism.Claimed is { } claimed && !await store.Guard.WaitAsync(claimed, connection.Peer, ct))
                return Later();
            var step = mechanism.Next((response as SaslResponse.Data)?.Bytes);
            if (step is not SaslStep.Challenge challenge)
                return await ConcludeAsync(step, connection, store, ct);
            response = await ask(challenge.Data);
            if (response is null)
                return new SaslResult.Ended();
        }
    }

    /// <summary>A log-in with a name and a password, by whatever command they came.</summary>
    public static async ValueTask<SaslResult> CheckAsync(PlainMessage message, IClientConnection connection, MailStore store, CancellationToken ct)
    {
        var name = message.AuthenticationId;
        if (!await store.Guard.WaitAsync(name, connection.Peer, ct))
            return Later();
        return await store.Authenticator.LogInAsync(name, message.Password.Value, ct) is { } user
            ? Accept(message.AuthorizationId, user, connection, store)
            : Refuse(name, connection, store);
    }

    private static async ValueTask<SaslResult> ConcludeAsync(SaslStep step, IClientConnection connection, MailStore store, CancellationToken ct) => step switch
    {
        SaslStep.Password password => await CheckAsync(password.Message, connection, store, ct),
        SaslStep.Proven proven when UserName.TryParse(proven.Name, out var name, out _) && store.Users.Find(name) is { } user =>
            Accept(proven.AuthorizationId, user, connection, store),
        SaslStep.Proven proven => Refuse(proven.Name, connection, store),
        SaslStep.Refused refused => Refuse(refused.Name, connection, store),
        SaslStep.Failed failed => new SaslResult.Failed(failed.Why),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    private static SaslResult.Later Later() => new("There were too many wrong passwords; try again later");

    private static SaslResult.Refused Refuse(string name, IClientConnection connection, MailStore store)
    {
        store.Guard.Failed(name, connection.Peer);
        return new SaslResult.Refused(name);
    }

    // RFC 4422 §2: somebody may ask to act as another; here everybody is just who they are.
    private static SaslResult Accept(string authorizationId, User user, IClientConnection connection, MailStore store)
    {
        store.Guard.Succeeded(user.Name.Value, connection.Peer);
        return authorizationId.Length == 0 || (UserName.TryParse(authorizationId, out var other, out _) && other == user.Name)
            ? new SaslResult.LoggedIn(user)
            : new SaslResult.Failed("Nobody can act as somebody else");
    }

    private static ScramCredential Credential(PasswordRecord record) => new(record.Iterations, record.Salt, record.StoredKey, record.ServerKey);
}
