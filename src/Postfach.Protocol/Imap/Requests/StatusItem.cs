namespace Postfach.Protocol.Imap.Requests;

/// <summary>
/// What STATUS can tell. RFC 9051 §6.3.11; RECENT: RFC 3501 §6.3.10; SIZE: RFC 8438; HIGHESTMODSEQ: RFC 7162 §3.1.7; APPENDLIMIT: RFC 7889 §3.1; MAILBOXID: RFC 8474 §4.3.
/// </summary>
public enum StatusItem
{
    Messages,
    Recent,
    UidNext,
    UidValidity,
    Unseen,
    Deleted,
    Size,
    HighestModSeq,
    AppendLimit,
    MailboxId,
}
