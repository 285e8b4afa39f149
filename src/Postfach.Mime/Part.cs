namespace Postfach.Mime;

/// <summary>One part while the message is read: where it lies, and which of the kept fields are its own.</summary>
internal struct Part
{
    /// <summary>The part it lies in; -1 for the message itself.</summary>
    public int Parent;

    /// <summary>The part after its last descendant.</summary>
    public int Next;

    public int Depth;
    public PartKind Kind;
    public ContentEncoding Encoding;

    /// <summary>Its header is a message's, so it has an envelope.</summary>
    public bool IsMessage;

    /// <summary>Its header's end has been seen, so <see cref="BodyStart"/> holds.</summary>
    public bool HasBody;

    /// <summary>A multipart whose boundary has been seen.</summary>
    public bool IsDelimited;

    /// <summary>A multipart/digest.</summary>
    public bool HoldsMessages;

    public int FirstField, FieldCount;
    public uint FieldsSeen;
    public long HeaderStart, BodyStart, End;
    public long LinesBefore, Lines;
}
