namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>&lt;offset.length&gt;</c>, in bytes. RFC 9051 §6.4.5.1.</summary>
public readonly record struct PartialRange(uint Offset, uint Length);
