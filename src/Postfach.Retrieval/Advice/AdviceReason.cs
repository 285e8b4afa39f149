namespace Postfach.Retrieval;

/// <summary>What speaks for a recommendation.</summary>
public enum AdviceReason
{
    /// <summary>Several people need one truth, so that none answers twice.</summary>
    PeopleShare,

    /// <summary>Several devices need one truth.</summary>
    DevicesShare,

    /// <summary>One device and one person need nothing that is shared.</summary>
    OneDevice,

    /// <summary>The provider gives little room, as was answered.</summary>
    LittleRoom,

    /// <summary>The provider's mailbox is nearly full, as was measured.</summary>
    NearlyFull,

    /// <summary>There is room enough at the provider.</summary>
    EnoughRoom,

    /// <summary>What must be kept must not hang on one wrong key or on the provider.</summary>
    MustBeKept,

    /// <summary>All of it lies on an own disk.</summary>
    OnOwnDisk,

    /// <summary>Mail programs can keep a copy of IMAP mailboxes.</summary>
    ProgramsKeepCopies,

    /// <summary>A week's copy is a net under the only one.</summary>
    WeekIsNet,

    /// <summary>POP3 sees INBOX alone, and there is mail in other mailboxes.</summary>
    MailElsewhere,

    /// <summary>The provider does not keep what was left there by POP3, or gives it no names by which it is not fetched twice.</summary>
    CannotLeave,
}
