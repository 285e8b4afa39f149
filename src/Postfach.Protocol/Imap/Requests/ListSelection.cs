namespace Postfach.Protocol.Imap.Requests;

/// <summary>Which mailboxes LIST shall look for. RFC 9051 §6.3.9.1; SPECIAL-USE: RFC 6154 §5.2.</summary>
[Flags]
public enum ListSelection
{
    None = 0,
    Subscribed = 1,
    Remote = 2,
    RecursiveMatch = 4,
    SpecialUse = 8,
}
