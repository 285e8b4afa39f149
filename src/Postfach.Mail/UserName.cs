using System.Text;

namespace Postfach.Mail;

/// <summary>
/// The name a user logs in with and is delivered to: anything without white space, control characters, <c>;</c> and <c>*</c>, with or without
/// a domain. Compared without regard to case, kept in lower case and NFC.
/// </summary>
public sealed record UserName
{
    /// <summary>The longest name, in bytes of UTF-8. RFC 5321 §4.5.3.1: a local part of 64 and a domain of 255 octets.</summary>
    public const int MaxBytes = 320;

    private UserName(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string text, out UserName name, out string why)
    {
        name = new UserName("");
        why = Refusal(text) ?? "";
        if (why.Length > 0)
            return false;
        name = new UserName(text.Normalize(NormalizationForm.FormC).ToLowerInvariant());
        return true;
    }

    public override string ToString() => Value;

    private static string? Refusal(string text)
    {
        if (text.Length == 0)
            return "A user name cannot be empty";
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
                return "A user name must be well-formed Unicode";
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || rune.Value is ';' or '*')
                return "A user name cannot have white space, control characters, ; or *";
        }

        return Encoding.UTF8.GetByteCount(text) > MaxBytes ? $"A user name has at most {MaxBytes} bytes" : null;
    }
}
