namespace Postfach.Mime;

/// <summary>What of a part is meant. RFC 9051 §6.4.5.1.</summary>
public enum SectionPart
{
    /// <summary>No specifier: the content of the part; of the message itself, all of it.</summary>
    Whole,

    /// <summary><c>HEADER</c>: the header of the message, or of the message within the part, with its blank line.</summary>
    Header,

    /// <summary><c>TEXT</c>: what follows that header.</summary>
    Text,

    /// <summary><c>MIME</c>: the MIME header of the part, with its blank line.</summary>
    Mime,
}
