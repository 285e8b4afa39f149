using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using MailKit.Security;
using Postfach.Mail;

namespace Postfach.Retrieval;

/// <summary>
/// Logs in by an OAuth 2.0 access token: OAUTHBEARER (RFC 7628), or XOAUTH2, which Google and Microsoft had before it. What the provider says of a token that
/// it refuses is kept. For one log-in.
/// </summary>
/// <param name="isBearer">OAUTHBEARER.</param>
internal sealed class TokenMechanism(SourceSettings settings, Credential credential, bool isBearer)
    : SaslMechanism(new NetworkCredential(credential.User, credential.Secret))
{
    private const int MostChars = 400;

    // RFC 7628 §3.1.
    private const char Separator = '\u0001';

    private bool _isSent;

    public override string MechanismName => isBearer ? "OAUTHBEARER" : "XOAUTH2";

    public override bool SupportsInitialResponse => true;

    /// <summary>What the provider says of the token; null: nothing.</summary>
    public string? Refusal { get; private set; }

    /// <summary>A refused log-in with what the provider has said of the token.</summary>
    public ProviderException Explain(ProviderException refused) =>
        Refusal is null || refused.Fault != ProviderFault.LogInRefused
            ? refused
            : new ProviderException(refused.Fault, $"{refused.Message} (of the token: {Refusal})", refused.InnerException);

    public override void Reset()
    {
        (_isSent, Refusal) = (false, null);
        base.Reset();
    }

    protected override byte[]? Challenge(byte[]? token, int startIndex, int length, CancellationToken cancellationToken)
    {
        // Some ask with nothing before they take the first response.
        if (!_isSent)
        {
            _isSent = true;
            return Encoding.UTF8.GetBytes(isBearer ? Bearer() : $"user={credential.User}{Separator}auth=Bearer {credential.Secret}{Separator}{Separator}");
        }

        // RFC 7628 §3.2.3: an error ends only with an answer, which has nothing but the separator in it. XOAUTH2 wants an empty one.
        Refusal = token is null ? null : Describe(token.AsMemory(startIndex, length));
        return isBearer ? [(byte)Separator] : [];
    }

    private string Bearer() => string.Create(
        CultureInfo.InvariantCulture,
        $"n,a={SaslName(credential.User)},{Separator}host={settings.Host}{Separator}port={settings.Port}{Separator}auth=Bearer {credential.Secret}{Separator}{Separator}");

    // RFC 5801 §4.
    private static string SaslName(string user) => user.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);

    // RFC 7628 §3.2.2: JSON. Others' texts are cut, and the token, should it be in them, is not told.
    private string? Describe(ReadOnlyMemory<byte> error)
    {
        try
        {
            using var json = JsonDocument.Parse(error);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            var members = json.RootElement.EnumerateObject().Where(m => m.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number).Select(m => $"{m.Name} {m.Value}");
            var text = string.Concat(string.Join(", ", members).Where(c => !char.IsControl(c))).Replace(credential.Secret, "***", StringComparison.Ordinal);
            return text.Length == 0 ? null : text[..Math.Min(text.Length, MostChars)];
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
