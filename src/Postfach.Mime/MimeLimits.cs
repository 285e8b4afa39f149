namespace Postfach.Mime;

/// <summary>
/// Bounds of what is kept of one message while it is read. Beyond them a message is still read to its end, only less closely.
/// </summary>
internal static class MimeLimits
{
    /// <summary>Octets kept of one header field.</summary>
    public const int FieldOctets = 64 * 1024;

    /// <summary>Octets kept of all header fields together.</summary>
    public const int KeptOctets = 1024 * 1024;

    /// <summary>Header fields kept, whatever is in them.</summary>
    public const int Fields = 100_000;

    /// <summary>Multiparts and messages within one another; what lies deeper is a leaf.</summary>
    public const int Depth = 100;

    /// <summary>Parts told apart; what follows belongs to the last one.</summary>
    public const int Parts = 10_000;

    /// <summary>Addresses written for one message, those of the messages within it included.</summary>
    public const int Addresses = 10_000;

    /// <summary>RFC 2046 §5.1.1 allows 70; a longer one is taken as long as a line may be (RFC 5322 §2.1.1).</summary>
    public const int BoundaryOctets = 996;

    /// <summary>Pieces of parameters that are put together in one field. RFC 2231 §3.</summary>
    public const int ParameterPieces = 100;

    /// <summary>How much of a line is looked at together: the longest boundary with its dashes fits.</summary>
    public const int LineHead = 1024;
}
