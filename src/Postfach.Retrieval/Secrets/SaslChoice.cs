using System.Net;
using MailKit.Security;
using Postfach.Mail;

namespace Postfach.Retrieval;

/// <summary>Chooses how to log in: a token by OAUTHBEARER or XOAUTH2, a password by the best mechanism that both know. RFC 7628, RFC 5802, RFC 4616.</summary>
internal static class SaslChoice
{
    /// <param name="offered">What the provider takes, in capital letters.</param>
    /// <returns>Null: none of them, so that the protocol's own log-in command is left.</returns>
    public static SaslMechanism? For(IReadOnlyCollection<string> offered, SourceSettings settings, Credential credential)
    {
        if (credential.IsToken)
            return new TokenMechanism(settings, credential, isBearer: offered.Contains("OAUTHBEARER"));
        var secret = new NetworkCredential(credential.User, credential.Secret);
        return offered.Contains("SCRAM-SHA-256") ? new SaslMechanismScramSha256(secret)
            : offered.Contains("SCRAM-SHA-1") ? new SaslMechanismScramSha1(secret)
            : offered.Contains("PLAIN") ? new SaslMechanismPlain(secret)
            : null;
    }
}
