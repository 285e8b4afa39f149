namespace Postfach.Protocol.Imap.Requests;

/// <summary>What LIST shall tell of each mailbox. RFC 9051 §6.3.9.2; SPECIAL-USE: RFC 6154 §2.</summary>
[Flags]
public enum ListReturn
{
    None = 0,
    Subscribed = 1,
    Children = 2,
    SpecialUse = 4,
    Status = 8,
}
