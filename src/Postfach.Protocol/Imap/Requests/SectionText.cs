namespace Postfach.Protocol.Imap.Requests;

/// <summary>The last word of a section. RFC 9051 §6.4.5.1.</summary>
public enum SectionText
{
    /// <summary>None: the part itself.</summary>
    Whole,
    Header,
    HeaderFields,
    HeaderFieldsNot,
    Text,
    Mime,
}
