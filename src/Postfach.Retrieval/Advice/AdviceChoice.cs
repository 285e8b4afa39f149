namespace Postfach.Retrieval;

/// <summary>The ways to get at one's mail, from the simplest on.</summary>
public enum AdviceChoice
{
    /// <summary>One program fetches by POP3, and the provider's copy goes at once.</summary>
    Pop3Delete,

    /// <summary>One program fetches by POP3, and the provider's copy goes after seven days.</summary>
    Pop3Week,

    /// <summary>The mail lives at the provider, all devices look at it by IMAP.</summary>
    Imap,

    /// <summary>The same, and Postfach fetches a copy of everything and leaves all there.</summary>
    ImapArchive,

    /// <summary>Postfach fetches the mail and empties the provider's mailbox; all devices and people use Postfach by IMAP.</summary>
    Postfach,
}
