using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>LSUB reference pattern</c>, which never got the options of LIST. RFC 3501 §6.3.9.</summary>
public sealed record LsubRequest(string Reference, string Pattern)
{
    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out LsubRequest? request)
    {
        request = null;
        if (!(reader.Space() && reader.Reference(out var reference) && reader.Space() && reader.ListMailbox(out var pattern) && reader.End()))
            return false;
        request = new LsubRequest(reference.Normalize(NormalizationForm.FormC), pattern.Normalize(NormalizationForm.FormC));
        return true;
    }
}
