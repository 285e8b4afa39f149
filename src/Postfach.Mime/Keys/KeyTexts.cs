using Postfach.Mail;

namespace Postfach.Mime;

/// <summary>The texts among a message's keys, mapped by <see cref="CaseMap"/> and in UTF-8, or as octets in no charset behind 0xFF: to be compared octet by octet. RFC 5256 §7.</summary>
public readonly ref struct KeyTexts
{
    // In the order in which they are packed.
    internal static readonly SortKey[] Order = [SortKey.Subject, SortKey.From, SortKey.To, SortKey.Cc, SortKey.DisplayFrom, SortKey.DisplayTo];

    private readonly ReadOnlySpan<byte> _bytes;

    private KeyTexts(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The text to order by; the empty one where the message has none.</summary>
    public ReadOnlySpan<byte> this[SortKey key]
    {
        get
        {
            var place = 1;
            foreach (var one in Order)
            {
                if (!Varint.TryRead(_bytes, ref place, out var length) || length > _bytes.Length - place)
                    break;
                if (one == key)
                    return _bytes.Slice(place, (int)length);
                place += (int)length;
            }

            return default;
        }
    }

    /// <summary>Whether messages are ordered by such a text.</summary>
    public static bool Has(SortKey key) => Order.Contains(key);

    /// <returns>False: they are of another version, and to be made again.</returns>
    public static bool TryOpen(ReadOnlySpan<byte> bytes, out KeyTexts texts)
    {
        texts = new KeyTexts(bytes);
        return bytes.Length > Order.Length && bytes[0] == MessageKeys.Version;
    }
}
