using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Postfach.Protocol.Sasl;

/// <summary>The one message of PLAIN. RFC 4616 §2.</summary>
/// <param name="AuthorizationId">Whom to act as; empty for the one who logs in.</param>
/// <param name="AuthenticationId">Whose password it is.</param>
public sealed record PlainMessage(string AuthorizationId, string AuthenticationId, Secret Password)
{
    /// <summary>Takes a message apart: <c>[authzid] NUL authcid NUL passwd</c> in UTF-8. The texts are as they came; the store prepares them (RFC 4013).</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out PlainMessage? message)
    {
        message = null;
        var first = bytes.IndexOf((byte)0);
        var second = first < 0 ? -1 : bytes[(first + 1)..].IndexOf((byte)0);
        if (second < 0 || !System.Text.Unicode.Utf8.IsValid(bytes))
            return false;
        var user = bytes.Slice(first + 1, second);
        var password = bytes[(first + second + 2)..];

        // RFC 4616 §2: authcid and passwd have at least one character, and no part has a NUL.
        if (user.IsEmpty || password.IsEmpty || password.Contains((byte)0))
            return false;
        message = new PlainMessage(Text(bytes[..first]), Text(user), new Secret(Text(password)));
        return true;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
