namespace Postfach.Mime;

/// <summary>What the octets of a message say, ready to be sent. Derived: it can be made again at any time.</summary>
public sealed record PreparedMessage
{
    /// <summary>What FETCH sends after <c>ENVELOPE </c>. RFC 9051 §7.5.2.</summary>
    public required ReadOnlyMemory<byte> Envelope { get; init; }

    /// <summary>What FETCH sends after <c>BODYSTRUCTURE </c>, with extension data. RFC 9051 §7.5.2.</summary>
    public required ReadOnlyMemory<byte> BodyStructure { get; init; }

    /// <summary>The <see cref="Mime.ListedFields"/> as <see cref="HeaderFields.Write"/> gives them; null where the header was too long to be kept.</summary>
    public required ReadOnlyMemory<byte>? ListedFields { get; init; }

    /// <summary>Where each part lies: to be read by <see cref="MessageSections.Decode"/>.</summary>
    public required ReadOnlyMemory<byte> Sections { get; init; }
}
