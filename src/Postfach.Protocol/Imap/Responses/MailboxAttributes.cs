namespace Postfach.Protocol.Imap.Responses;

/// <summary>What LIST and LSUB say of a name, in the order in which they are written. RFC 9051 §7.3.1; LSUB: RFC 3501 §7.2.3.</summary>
[Flags]
public enum MailboxAttributes
{
    None = 0,
    NonExistent = 1,
    NoSelect = 2,
    Subscribed = 4,
    HasChildren = 8,
    HasNoChildren = 16,
}
