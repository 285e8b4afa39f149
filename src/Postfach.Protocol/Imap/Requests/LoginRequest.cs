using System.Diagnostics.CodeAnalysis;
using Postfach.Protocol.Sasl;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>LOGIN userid password</c>. RFC 9051 §6.2.3.</summary>
public sealed record LoginRequest(string User, Secret Password)
{
    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out LoginRequest? request)
    {
        request = null;
        if (!(reader.Space() && reader.Text(out var user) && reader.Space() && reader.Text(out var password) && reader.End()))
            return false;
        request = new LoginRequest(user, new Secret(password));
        return true;
    }
}
