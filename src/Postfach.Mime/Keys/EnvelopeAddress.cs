namespace Postfach.Mime;

/// <summary>An address of an ENVELOPE. RFC 9051 §7.5.2.</summary>
/// <param name="Host">Null: it is the name of a group.</param>
internal readonly record struct EnvelopeAddress(byte[] Name, byte[] Mailbox, byte[]? Host);
