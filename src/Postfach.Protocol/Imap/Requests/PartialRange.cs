namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>&lt;offset.length&gt;</c>, in bytes, 63 bits each. RFC 9051 §6.4.5.1.</summary>
public readonly record struct PartialRange(long Offset, long Length);
