using System.Buffers.Binary;

namespace Postfach.Mime;

/// <summary>The numbers among a message's keys. Subjects and message identifiers are here as the first 64 bits of their SHA-256: enough to find equal ones.</summary>
public readonly ref struct KeyNumbers
{
    internal const int FixedBytes = 2 + (3 * sizeof(long));

    private readonly ReadOnlySpan<byte> _bytes;

    private KeyNumbers(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    [Flags]
    internal enum Marks : byte
    {
        HasSent = 1,
        IsReplyOrForward = 2,
    }

    /// <summary>When it was sent, in seconds since 1970; null: it does not say.</summary>
    public long? Sent => (Flags & Marks.HasSent) == 0 ? null : BinaryPrimitives.ReadInt64LittleEndian(_bytes[2..]);

    /// <summary>The subject has marks that its base subject lacks. RFC 5256 §3.</summary>
    public bool IsReplyOrForward => (Flags & Marks.IsReplyOrForward) != 0;

    /// <summary>The base subject; 0: it is empty.</summary>
    public ulong Subject => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[10..]);

    /// <summary>Its own identifier; 0: it has none.</summary>
    public ulong Id => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[18..]);

    /// <summary>How many messages it refers to, the oldest ancestor first.</summary>
    public int ReferenceCount => (_bytes.Length - FixedBytes) / sizeof(ulong);

    private Marks Flags => (Marks)_bytes[1];

    public ulong Reference(int index) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[(FixedBytes + (index * sizeof(ulong)))..]);

    /// <returns>False: they are of another version, and to be made again.</returns>
    public static bool TryOpen(ReadOnlySpan<byte> bytes, out KeyNumbers numbers)
    {
        numbers = new KeyNumbers(bytes);
        return bytes.Length >= FixedBytes && bytes[0] == MessageKeys.Version;
    }
}
