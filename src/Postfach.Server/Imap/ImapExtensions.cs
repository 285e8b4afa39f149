namespace Postfach.Server.Imap;

/// <summary>What a client has switched on in its session. RFC 9051 §6.3.1.</summary>
[Flags]
internal enum ImapExtensions
{
    None = 0,

    /// <summary>Changes are told with their mod-sequences. RFC 7162 §3.1.</summary>
    CondStore = 1,

    /// <summary>Expunges are told by UID. RFC 7162 §3.2.</summary>
    QResync = 2,

    /// <summary>RFC 9051: what rev1 has otherwise or besides is left out.</summary>
    Rev2 = 4,

    /// <summary>UTF-8 in mailbox names and messages' headers. RFC 6855 §3.</summary>
    Utf8Accept = 8,
}
