namespace Postfach.Mail;

/// <summary>
/// A message's date and time of arrival, in whole seconds with the zone it was given in (whole minutes). RFC 9051 §2.3.3. Packed into 64 bits,
/// since every message of every open mailbox holds one.
/// </summary>
public readonly record struct InternalDate
{
    private const int ZoneBits = 12, ZoneBias = 1 << (ZoneBits - 1);

    private InternalDate(long packed) => Packed = packed;

    /// <summary>Seconds since 1970 in the upper 52 bits, minutes east of UTC in the lower 12.</summary>
    public long Packed { get; }

    /// <summary>The moment, whatever the zone.</summary>
    public long UnixSeconds => Packed >> ZoneBits;

    public static InternalDate FromPacked(long packed) => new(packed);

    public static InternalDate From(DateTimeOffset date) =>
        new((date.ToUnixTimeSeconds() << ZoneBits) | (long)((int)date.Offset.TotalMinutes + ZoneBias));

    public DateTimeOffset ToDateTimeOffset()
    {
        var zone = TimeSpan.FromMinutes((int)(Packed & ((1 << ZoneBits) - 1)) - ZoneBias);
        return DateTimeOffset.FromUnixTimeSeconds(UnixSeconds).ToOffset(zone);
    }
}
