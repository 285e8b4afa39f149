using System.Buffers.Binary;
using System.Numerics;

namespace Postfach.Store;

/// <summary>CRC-32C, which processors know: what a disk has spoilt is seen at the speed of memory.</summary>
internal static class Checksum
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var check = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            check = BitOperations.Crc32C(check, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var octet in bytes)
            check = BitOperations.Crc32C(check, octet);
        return ~check;
    }
}
