namespace Postfach.Mail;

/// <summary>What a mailbox is for. RFC 6154 §2. Stored: the numbers stay.</summary>
public enum SpecialUse : byte
{
    None = 0,
    All = 1,
    Archive = 2,
    Drafts = 3,
    Flagged = 4,
    Junk = 5,
    Sent = 6,
    Trash = 7,
}
