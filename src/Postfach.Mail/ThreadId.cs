using System.Globalization;

namespace Postfach.Mail;

/// <summary>Identifies messages of an account that belong together. RFC 8474 §5.2.</summary>
public readonly record struct ThreadId(long Value)
{
    /// <summary>An ObjectID; never one of an <see cref="EmailId"/>.</summary>
    public override string ToString() => $"T{Value:x16}";

    public static bool TryParse(string text, out ThreadId id)
    {
        id = default;
        if (text.Length != 17 || text[0] != 'T' || !long.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return false;
        id = new ThreadId(value);
        return id.ToString() == text;
    }
}
