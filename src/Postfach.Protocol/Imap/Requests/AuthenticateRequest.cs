using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>AUTHENTICATE mechanism [initial-response]</c>. RFC 9051 §6.2.2.</summary>
/// <param name="Mechanism">In upper case.</param>
/// <param name="InitialResponse">As it was sent, in base64; null when there is none.</param>
public sealed record AuthenticateRequest(string Mechanism, ReadOnlyMemory<byte>? InitialResponse)
{
    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out AuthenticateRequest? request)
    {
        request = null;
        if (!(reader.Space() && reader.Atom(out var mechanism)))
            return false;
        ReadOnlyMemory<byte>? initial = null;
        if (!reader.AtEnd)
        {
            if (!(reader.Space() && reader.AString(out var response)))
                return false;
            initial = response.ToArray();
        }

        request = new AuthenticateRequest(Encoding.ASCII.GetString(mechanism).ToUpperInvariant(), initial);
        return reader.End();
    }

    // A password may be in it.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Mechanism = ").Append(Mechanism);
        return true;
    }
}
