using System.Buffers;
using System.Text;

namespace Postfach.Mail;

/// <summary>
/// Prepares user names and passwords, so that the same one typed on two systems compares equal. RFC 4013, with the tables of RFC 3454.
/// </summary>
/// <remarks>
/// Code points that Unicode 3.2 had not assigned are let through (RFC 3454 §7: as in a query, also for what is stored): a password may have an
/// emoji. Their normal form cannot change any more.
/// </remarks>
public static class SaslPrep
{
    /// <summary>False, with an empty text: there is a character that is not allowed, directions are mixed, or nothing is left.</summary>
    public static bool TryPrepare(string text, out string prepared)
    {
        prepared = "";
        if (IsPlainAscii(text))
        {
            prepared = text;
            return text.Length > 0;
        }

        if (!IsWellFormed(text))
            return false;

        // RFC 4013 §2.1, §2.2: map, then normalize; §2.3, §2.4: then look at the result.
        var normal = Mapped(text).Normalize(NormalizationForm.FormKC);
        if (normal.Length == 0 || HasProhibited(normal) || !HasOneDirection(normal))
            return false;
        prepared = normal;
        return true;
    }

    private static bool IsPlainAscii(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static bool IsWellFormed(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != OperationStatus.Done)
                return false;
            rest = rest[length..];
        }

        return true;
    }

    private static string Mapped(string text)
    {
        var mapped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // U+200B is in both tables; RFC 4013 §2.1 names the spaces first.
            if (SaslPrepTables.IsNonAsciiSpace(rune.Value))
                mapped.Append(' ');
            else if (!SaslPrepTables.IsMappedToNothing(rune.Value))
                mapped.Append(rune);
        }

        return mapped.ToString();
    }

    private static bool HasProhibited(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (SaslPrepTables.IsProhibited(rune.Value))
                return true;
        }

        return false;
    }

    /// <summary>RFC 3454 §6: text with a right-to-left character has no left-to-right one, and starts and ends with a right-to-left one.</summary>
    private static bool HasOneDirection(string text)
    {
        bool first = false, last = false, anyRightToLeft = false, anyLeftToRight = false, atStart = true;
        foreach (var rune in text.EnumerateRunes())
        {
            last = SaslPrepTables.IsRightToLeft(rune.Value);
            first = atStart ? last : first;
            anyRightToLeft |= last;
            anyLeftToRight |= SaslPrepTables.IsLeftToRight(rune.Value);
            atStart = false;
        }

        return !anyRightToLeft || (!anyLeftToRight && first && last);
    }
}
