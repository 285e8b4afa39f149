namespace Postfach.Protocol.Imap;

/// <summary>What was read at once.</summary>
/// <param name="Bytes">Without the line's end; literals stand in it as they were sent. Good until the next read.</param>
/// <param name="Literal">The literal that follows, for <see cref="ImapFrameKind.Message"/>.</param>
public readonly record struct ImapFrame(ImapFrameKind Kind, ReadOnlyMemory<byte> Bytes, ImapLiteral Literal = default);
