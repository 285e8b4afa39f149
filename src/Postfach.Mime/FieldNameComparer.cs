using System.Text;

namespace Postfach.Mime;

/// <summary>Compares field names without regard to the case of ASCII letters.</summary>
internal sealed class FieldNameComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static readonly FieldNameComparer Instance = new();

    public bool Equals(byte[]? x, byte[]? y) => x is null ? y is null : y is not null && SameName(x, y);

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => SameName(alternate, other);

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = new HashCode();
        foreach (var octet in alternate)
            hash.Add(octet is >= (byte)'A' and <= (byte)'Z' ? (byte)(octet | 0x20) : octet);
        return hash.ToHashCode();
    }

    // Ascii.EqualsIgnoreCase takes no octet above 127 as equal to itself.
    public static bool SameName(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        if (one.Length != other.Length)
            return false;
        return Ascii.EqualsIgnoreCase(one, other) || one.SequenceEqual(other);
    }
}
