namespace Postfach.Protocol.Imap;

/// <summary>How mailbox names travel.</summary>
public enum MailboxNameForm
{
    /// <summary>RFC 3501 §5.1.3. What has bytes above 127 is read as UTF-8 all the same.</summary>
    ModifiedUtf7,

    /// <summary>After ENABLE IMAP4rev2 or UTF8=ACCEPT: &amp; is a character like others. RFC 9051 §5.1, RFC 6855 §3.</summary>
    Utf8,
}
