namespace Postfach.Protocol.Imap.Requests;

/// <summary>What STATUS can tell. RFC 9051 §6.3.11; RECENT: RFC 3501 §6.3.10.</summary>
public enum StatusItem
{
    Messages,
    Recent,
    UidNext,
    UidValidity,
    Unseen,

    /// <summary>RFC 7162 §3.1.7.</summary>
    HighestModSeq,
}
