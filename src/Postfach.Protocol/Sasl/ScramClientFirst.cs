using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Postfach.Protocol.Sasl;

/// <summary>The client's first message: <c>gs2-header [m=ext,] n=name,r=nonce[,extensions]</c>. RFC 5802 §7.</summary>
/// <param name="Header">The GS2 header as it came, with its last comma.</param>
/// <param name="BindingFlag"><c>n</c>: cannot bind; <c>y</c>: could, but believes that the server cannot; <c>p</c>: binds.</param>
/// <param name="BindingType">Of <c>p</c>.</param>
/// <param name="Bare">What comes behind the header.</param>
public sealed record ScramClientFirst(
    string Header, char BindingFlag, string BindingType, string AuthorizationId, string Bare, string Name, string Nonce)
{
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ScramClientFirst? message)
    {
        message = null;
        if (!System.Text.Unicode.Utf8.IsValid(bytes) || bytes.Contains((byte)0))
            return false;
        var parts = Encoding.UTF8.GetString(bytes).Split(',');
        if (parts.Length < 4 || !TryReadFlag(parts[0], out var type) || !TryReadAuthorizationId(parts[1], out var authorizationId))
            return false;

        // RFC 5802 §5.1: m= is for extensions that must be understood; here there are none, so that it is not a name.
        if (!parts[2].StartsWith("n=", StringComparison.Ordinal) || !TryUnescape(parts[2][2..], out var name) || !TryReadNonce(parts[3], out var nonce))
            return false;
        var header = $"{parts[0]},{parts[1]},";
        message = new ScramClientFirst(header, parts[0][0], type, authorizationId, string.Join(',', parts[2..]), name, nonce);
        return true;
    }

    private static bool TryReadFlag(string part, out string type)
    {
        type = part.StartsWith("p=", StringComparison.Ordinal) ? part[2..] : "";
        return part is "n" or "y" || type.Length > 0;
    }

    private static bool TryReadAuthorizationId(string part, out string id)
    {
        id = "";
        return part.Length == 0 || part.StartsWith("a=", StringComparison.Ordinal) && TryUnescape(part[2..], out id);
    }

    private static bool TryReadNonce(string part, out string nonce)
    {
        nonce = part.StartsWith("r=", StringComparison.Ordinal) ? part[2..] : "";
        return nonce.Length > 0 && !nonce.AsSpan().ContainsAnyExceptInRange('!', '~');
    }

    // RFC 5802 §5.1: a comma comes as =2C and an equals sign as =3D, and no other way.
    private static bool TryUnescape(string text, out string name)
    {
        name = text.Replace("=2C", ",", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);
        var escapes = text.Length - name.Length;
        return name.Length > 0 && text.Count(c => c == '=') * 2 == escapes;
    }
}
