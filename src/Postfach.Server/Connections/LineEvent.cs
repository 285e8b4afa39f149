namespace Postfach.Server.Connections;

/// <summary>What happens next in a <see cref="LineConversation"/>.</summary>
/// <param name="Line">Good until the next event is asked for.</param>
internal readonly record struct LineEvent(LineEventKind Kind, ReadOnlyMemory<byte> Line);
