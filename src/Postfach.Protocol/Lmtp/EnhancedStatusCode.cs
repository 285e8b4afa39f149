namespace Postfach.Protocol.Lmtp;

/// <summary>A reply's meaning for programs: class, subject, detail. RFC 3463 §2, RFC 2034 §4.</summary>
public readonly record struct EnhancedStatusCode(byte Class, ushort Subject, ushort Detail)
{
    public override string ToString() => $"{Class}.{Subject}.{Detail}";
}
