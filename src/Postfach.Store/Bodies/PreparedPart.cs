namespace Postfach.Store;

/// <summary>What was prepared of a message when it came, in the very bytes that FETCH sends. RFC 9051 §7.5.2.</summary>
public enum PreparedPart
{
    Envelope,
    BodyStructure,
}
