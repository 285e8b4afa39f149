namespace Postfach.Mime;

/// <summary>One part of a message as it lies in the raw octets: what reading or decoding its content needs.</summary>
/// <param name="Mime">Its header with the blank line.</param>
/// <param name="Content">What follows, without the line break that belongs to the next boundary.</param>
public readonly record struct MessagePart(PartKind Kind, ContentEncoding Encoding, ByteRange Mime, ByteRange Content);
