using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Postfach.Protocol.Sasl;

/// <summary>The client's final message: <c>c=binding,r=nonce[,extensions],p=proof</c>. RFC 5802 §7.</summary>
/// <param name="WithoutProof">What comes before <c>,p=</c>.</param>
/// <param name="Binding">The base64 text of GS2 header and channel binding.</param>
public sealed record ScramClientFinal(string WithoutProof, string Binding, string Nonce, byte[] Proof)
{
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ScramClientFinal? message)
    {
        message = null;
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
            return false;
        var text = Encoding.UTF8.GetString(bytes);
        var proofAt = text.LastIndexOf(",p=", StringComparison.Ordinal);
        if (proofAt < 0)
            return false;
        var parts = text[..proofAt].Split(',');
        if (parts.Length < 2 || !parts[0].StartsWith("c=", StringComparison.Ordinal) || !parts[1].StartsWith("r=", StringComparison.Ordinal))
            return false;
        if (SaslResponse.Read(bytes[(Encoding.UTF8.GetByteCount(text.AsSpan(0, proofAt)) + 3)..]) is not SaslResponse.Data proof)
            return false;
        message = new ScramClientFinal(text[..proofAt], parts[0][2..], parts[1][2..], proof.Bytes.ToArray());
        return true;
    }
}
