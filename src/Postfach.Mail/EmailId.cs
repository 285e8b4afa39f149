using System.Globalization;

namespace Postfach.Mail;

/// <summary>
/// Identifies what of a message can never change: its octets, by their SHA-256, and its date of arrival. Copies have the same one, wherever they are; so has a message
/// that was expunged and came back. RFC 8474 §5.1.
/// </summary>
/// <param name="Hash">The first 16 octets of the SHA-256, in lower case hexadecimal.</param>
public readonly record struct EmailId(string Hash, InternalDate Arrived)
{
    public const int HashBytes = 16;

    private const int HashLength = 2 * HashBytes;

    // RFC 3501 §2.3.1.1: the internal date belongs to what a UID stands for, as the octets do.
    public static EmailId Of(ReadOnlySpan<byte> hash, InternalDate arrived) => new(Convert.ToHexStringLower(hash[..HashBytes]), arrived);

    /// <summary>An ObjectID; RFC 8474 §8.1: a letter first, and no two that differ only in case.</summary>
    public override string ToString() => $"M{Hash}-{Arrived.Packed:x}";

    public static bool TryParse(string text, out EmailId id)
    {
        id = default;
        if (text.Length < HashLength + 3 || text[0] != 'M' || text[HashLength + 1] != '-')
            return false;
        if (!long.TryParse(text.AsSpan(HashLength + 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var arrived))
            return false;
        id = new EmailId(text.Substring(1, HashLength), InternalDate.FromPacked(arrived));

        // Written another way it is another one: ObjectIDs are case-sensitive.
        return id.ToString() == text && id.Hash.All(char.IsAsciiHexDigitLower);
    }
}
