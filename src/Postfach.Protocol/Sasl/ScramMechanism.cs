using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Postfach.Protocol.Sasl;

/// <summary>The server's side of SCRAM-SHA-1 and SCRAM-SHA-256, with and without -PLUS. RFC 5802, RFC 7677.</summary>
/// <param name="isBound">The mechanism's name ends with -PLUS.</param>
public sealed class ScramMechanism(ScramHash hash, bool isBound, SaslContext context) : SaslMechanism
{
    private const string NoMessage = "The response is none of SCRAM";

    private ScramClientFirst? _first;
    private ScramCredential? _credential;
    private byte[]? _expectedBinding;
    private string _serverFirst = "";
    private string _nonce = "";
    private bool _isProven;

    public override string? Claimed => _isProven ? null : _first?.Name;

    public override SaslStep Next(ReadOnlyMemory<byte>? response)
    {
        // RFC 5802 §5: the client speaks first.
        if (response is not { } bytes)
            return new SaslStep.Challenge(default);
        if (_first is null)
            return Begin(bytes.Span);
        if (!_isProven)
            return Check(_first, bytes.Span);
        return bytes.IsEmpty ? new SaslStep.Proven(_first.Name, _first.AuthorizationId) : new SaslStep.Failed(NoMessage);
    }

    private SaslStep Begin(ReadOnlySpan<byte> bytes)
    {
        if (!ScramClientFirst.TryRead(bytes, out var first))
            return new SaslStep.Failed(NoMessage);
        if (!TryBind(first, out var why))
            return new SaslStep.Failed(why);
        _first = first;
        _credential = context.Credential(hash, first.Name);
        _nonce = first.Nonce + context.Nonce();
        _serverFirst = string.Create(null, $"r={_nonce},s={Convert.ToBase64String(_credential.Salt)},i={_credential.Iterations}");
        return new SaslStep.Challenge(Encoding.UTF8.GetBytes(_serverFirst));
    }

    private bool TryBind(ScramClientFirst first, [NotNullWhen(false)] out string? why)
    {
        // RFC 5802 §6: whoever could bind but was not offered it has had the offer taken out on the way.
        var binding = first.BindingFlag == 'p' ? context.ChannelBinding(first.BindingType) : null;
        why = first.BindingFlag switch
        {
            'y' when context.CanBind => "The server does support channel binding: somebody on the way hides it",
            'p' when !isBound => "Channel binding is for the mechanisms with -PLUS",
            'p' when binding is null => "There is no channel binding of this type",
            not 'p' when isBound => "A mechanism with -PLUS needs channel binding",
            _ => null,
        };
        _expectedBinding = [.. Encoding.UTF8.GetBytes(first.Header), .. binding ?? []];
        return why is null;
    }

    private SaslStep Check(ScramClientFirst first, ReadOnlySpan<byte> bytes)
    {
        if (!ScramClientFinal.TryRead(bytes, out var final) || _credential is null || final.Nonce != _nonce)
            return new SaslStep.Failed(NoMessage);

        // RFC 5802 §6: header and binding come again, covered by the proof.
        if (final.Binding != Convert.ToBase64String(_expectedBinding ?? []))
            return new SaslStep.Failed("The channel bindings do not match: TLS of client and server is not the same");
        var authMessage = Encoding.UTF8.GetBytes($"{first.Bare},{_serverFirst},{final.WithoutProof}");

        // RFC 5802 §5.1: a failed exchange may end without e=, and clients are told in words of the protocol around it.
        if (!Proves(final.Proof, _credential, authMessage))
            return new SaslStep.Refused(first.Name);
        _isProven = true;
        return new SaslStep.Challenge(Encoding.ASCII.GetBytes($"v={Convert.ToBase64String(hash.Hmac(_credential.ServerKey, authMessage))}"));
    }

    // RFC 5802 §3: ClientProof = ClientKey XOR HMAC(StoredKey, AuthMessage), and StoredKey = H(ClientKey).
    private bool Proves(byte[] proof, ScramCredential credential, byte[] authMessage)
    {
        var clientKey = hash.Hmac(credential.StoredKey, authMessage);
        if (proof.Length != clientKey.Length)
            return false;
        for (var i = 0; i < clientKey.Length; i++)
            clientKey[i] ^= proof[i];
        return CryptographicOperations.FixedTimeEquals(hash.Hash(clientKey), credential.StoredKey);
    }
}
