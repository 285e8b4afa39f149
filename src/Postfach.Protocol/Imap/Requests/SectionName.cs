namespace Postfach.Protocol.Imap.Requests;

/// <summary>How an answer names a section: as it was asked for. RFC 3501 §7.4.2.</summary>
public enum SectionName
{
    Body,
    Rfc822,
    Rfc822Header,
    Rfc822Text,
}
