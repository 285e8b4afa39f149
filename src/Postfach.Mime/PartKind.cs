namespace Postfach.Mime;

/// <summary>How a part was read. Stored: the numbers stay.</summary>
public enum PartKind : byte
{
    /// <summary>A leaf that is not text; also what is encoded, too deep or too much to be opened.</summary>
    Other = 0,

    /// <summary>A leaf of type <c>text</c>.</summary>
    Text = 1,

    /// <summary>Has at least one child.</summary>
    Multipart = 2,

    /// <summary><c>message/rfc822</c> or <c>message/global</c>: has one child, the message within.</summary>
    Message = 3,
}
