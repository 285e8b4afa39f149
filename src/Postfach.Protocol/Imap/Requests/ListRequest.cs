using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Postfach.Protocol.Imap.Requests;

/// <summary>
/// <c>LIST [(SPECIAL-USE)] reference pattern [RETURN (options)]</c>, and LSUB of RFC 3501 §6.3.9. RFC 9051 §6.3.9; of its options those of RFC 6154 §2.
/// </summary>
/// <param name="OnlySpecialUse">Only mailboxes that have a special use are asked for.</param>
public sealed record ListRequest(string Reference, string Pattern, bool OnlySpecialUse)
{
    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out ListRequest? request)
    {
        request = null;
        var onlySpecialUse = false;
        if (!reader.Space())
            return false;
        if (reader.Take((byte)'('))
        {
            onlySpecialUse = reader.Take("SPECIAL-USE"u8);
            if (!(reader.Byte((byte)')', "There is no such selection option") && reader.Space()))
                return false;
        }

        if (!reader.AString(out var bytes))
            return false;
        if (!MailboxNameCodec.TryDecode(bytes, out var reference))
            return reader.Fail("The reference name is neither UTF-7 nor UTF-8");
        if (!(reader.Space() && reader.ListMailbox(out var pattern) && TryReadReturn(ref reader) && reader.End()))
            return false;
        request = new ListRequest(reference.Normalize(NormalizationForm.FormC), pattern.Normalize(NormalizationForm.FormC), onlySpecialUse);
        return true;
    }

    /// <summary>What may be asked for is told in any case.</summary>
    private static bool TryReadReturn(ref ImapReader reader)
    {
        if (reader.AtEnd)
            return true;
        if (!(reader.Space() && (reader.Take("RETURN ("u8) || reader.Fail("RETURN is missing"))))
            return false;
        if (reader.Take((byte)')'))
            return true;
        do
        {
            if (!(reader.Take("SPECIAL-USE"u8) || reader.Take("CHILDREN"u8)))
                return reader.Fail("There is no such return option");
        }
        while (reader.Take((byte)' '));
        return reader.Byte((byte)')', "The return options do not end");
    }
}
