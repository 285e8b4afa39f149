namespace Postfach.Stress;

/// <summary>What a server must keep, and the sentence that says so.</summary>
internal sealed record Rule(string Name, string Paragraph)
{
    public static readonly Rule SequenceNumber = new("a sequence number that was never announced", "RFC 9051 §7.4.1");
    public static readonly Rule Exists = new("EXISTS falls without EXPUNGE", "RFC 9051 §7.5.1");
    public static readonly Rule ExpungeMoment = new("EXPUNGE at a forbidden moment", "RFC 9051 §7.5.1");
    public static readonly Rule VanishedForExpunge = new("EXPUNGE where VANISHED is enabled, or the other way round", "RFC 7162 §3.2.10");
    public static readonly Rule UidMap = new("UIDs and sequence numbers disagree", "RFC 9051 §2.3.1.1");
    public static readonly Rule UidValidity = new("UIDVALIDITY changed", "RFC 9051 §2.3.1.1");
    public static readonly Rule StaticData = new("data that never changes has changed", "RFC 9051 §2.3.1.1");
    public static readonly Rule FetchLeftOut = new("FETCH leaves a message out", "RFC 9051 §6.4.5");
    public static readonly Rule LostFlag = new("a change of flags is lost", "RFC 9051 §6.4.6");
    public static readonly Rule NeverTold = new("a change was never told", "RFC 9051 §6.1.2");
    public static readonly Rule Disagree = new("settled sessions disagree", "RFC 9051 §6.1.2");
    public static readonly Rule ModSeq = new("MODSEQ goes back or stands still", "RFC 7162 §3.1");
    public static readonly Rule Resync = new("a QRESYNC resynchronisation misses a change", "RFC 7162 §3.2.5");
    public static readonly Rule Conditional = new("a conditional STORE changes what was changed", "RFC 7162 §3.1.3");
    public static readonly Rule Recent = new("\\Recent is seen by two sessions", "RFC 3501 §2.3.2");
    public static readonly Rule Keyword = new("a keyword was not in FLAGS before it was used", "RFC 9051 §7.3.5");
    public static readonly Rule Search = new("SEARCH differs from the model", "RFC 9051 §6.4.4");
    public static readonly Rule Append = new("APPEND loses or tells another UID", "RFC 9051 §6.3.12");
    public static readonly Rule Copy = new("COPY loses or tells other UIDs", "RFC 9051 §6.4.7");
    public static readonly Rule Move = new("MOVE loses or tells other UIDs", "RFC 9051 §6.4.8");
    public static readonly Rule Doubled = new("COPY or MOVE doubles", "RFC 9051 §6.4.7, §6.4.8");
    public static readonly Rule Expunge = new("a message is gone that nobody deleted, or stays that was expunged", "RFC 9051 §6.4.3");
    public static readonly Rule Delivery = new("a delivery is lost or doubled", "RFC 2033 §4.2");
    public static readonly Rule Status = new("STATUS differs from the mailbox", "RFC 9051 §6.3.11");
    public static readonly Rule Pop3Count = new("STAT, UIDL and LIST disagree", "RFC 1939 §5");
    public static readonly Rule Pop3Deleted = new("a message deleted by QUIT comes again", "RFC 1939 §6");
    public static readonly Rule Pop3Bytes = new("a message is not what it was", "RFC 1939 §5");
    public static readonly Rule Refused = new("a correct command was refused", "RFC 9051 §7.1");
    public static readonly Rule Grammar = new("a response that the grammar does not have", "RFC 9051 §9");
    public static readonly Rule Connection = new("the connection ended, or nothing came any more", "RFC 9051 §7.1.5");
}
