namespace Postfach.Mime;

/// <summary>A Content-Transfer-Encoding. RFC 2045 §6. Stored: the numbers stay.</summary>
public enum ContentEncoding : byte
{
    /// <summary>Also where the field is missing.</summary>
    SevenBit = 0,
    EightBit = 1,
    Binary = 2,
    QuotedPrintable = 3,
    Base64 = 4,

    /// <summary>Any other word.</summary>
    Unknown = 7,
}
