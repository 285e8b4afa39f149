namespace Postfach.Protocol.Imap.Requests;

/// <summary>One thing that FETCH can tell of a message. RFC 9051 §6.4.5; the RFC822 ones: RFC 3501 §6.4.5.</summary>
public abstract record FetchItem
{
    private FetchItem()
    {
    }

    public sealed record Flags : FetchItem;

    public sealed record Uid : FetchItem;

    /// <summary>RFC 7162 §3.1.4.</summary>
    public sealed record ModSeq : FetchItem;

    public sealed record InternalDate : FetchItem;

    public sealed record Size : FetchItem;

    /// <summary>RFC 8514 §4.2.</summary>
    public sealed record SaveDate : FetchItem;

    /// <summary>RFC 8474 §5.1.</summary>
    public sealed record EmailId : FetchItem;

    /// <summary>RFC 8474 §5.2.</summary>
    public sealed record ThreadId : FetchItem;

    public sealed record Envelope : FetchItem;

    /// <summary>The beginning of the text. RFC 8970 §3.</summary>
    /// <param name="Lazy">Only if it is at hand.</param>
    public sealed record Preview(bool Lazy) : FetchItem;

    /// <summary>BODYSTRUCTURE, or BODY, which leaves the extension data out.</summary>
    public sealed record Structure(bool WithExtensions) : FetchItem;

    /// <summary>Bytes of the message.</summary>
    /// <param name="Name">How the answer names it.</param>
    /// <param name="SetsSeen">The message becomes \Seen by it.</param>
    /// <param name="Partial">Null: all of the section.</param>
    public sealed record Section(SectionName Name, BodySection Of, bool SetsSeen, PartialRange? Partial) : FetchItem;

    /// <summary>A part without its transfer encoding. RFC 9051 §6.4.5.2, RFC 3516 §4.2.</summary>
    public sealed record Binary(BodySection Of, bool SetsSeen, PartialRange? Partial) : FetchItem;

    /// <summary>How many bytes that would be.</summary>
    public sealed record BinarySize(BodySection Of) : FetchItem;
}
