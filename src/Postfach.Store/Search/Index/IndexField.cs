namespace Postfach.Store;

/// <summary>What of a message a word of the index stands in. Stored: the numbers stay.</summary>
internal enum IndexField
{
    /// <summary>The text of any part.</summary>
    Body,

    /// <summary>Any field of the message's header or of a part's, its name included; and the names of attachments.</summary>
    Header,

    /// <summary>The value of Subject in the message's own header; the following ones likewise.</summary>
    Subject,
    From,
    To,
    Cc,
    Bcc,
}
