namespace Postfach.Mime;

/// <summary>Octets of a raw message, counted from its first.</summary>
public readonly record struct ByteRange(long Offset, long Length)
{
    public long End => Offset + Length;
}
