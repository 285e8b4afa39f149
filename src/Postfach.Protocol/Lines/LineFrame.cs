namespace Postfach.Protocol.Lines;

/// <summary>What <see cref="LineFrameReader"/> found.</summary>
/// <param name="Line">The line without its ending; good until the next read. Empty unless it is a <see cref="LineFrameKind.Line"/>.</param>
public readonly record struct LineFrame(LineFrameKind Kind, ReadOnlyMemory<byte> Line);
