namespace Postfach.Retrieval;

/// <summary>What a recommendation must be taken with.</summary>
public enum AdviceWarning
{
    /// <summary>Another program that fetches by POP3 still deletes: at once, or after 14 days.</summary>
    OthersDelete,

    /// <summary>The new Outlook, and Outlook for phones, copy the password and the mail into a cloud.</summary>
    OutlookCloud,

    /// <summary>The program's disk has the only copy.</summary>
    OnlyCopy,

    /// <summary>Who deletes, deletes for all.</summary>
    DeletesForAll,

    /// <summary>Postfach's machine must run, and needs backups.</summary>
    OwnMachine,

    /// <summary>It is no archive in the sense of every law.</summary>
    LawNeedsMore,

    /// <summary>The provider deletes by itself after some days.</summary>
    ProviderDeletes,

    /// <summary>The provider wants some time between two log-ins.</summary>
    ProviderWantsRest,

    /// <summary>The provider cannot tell of new mail.</summary>
    NoPush,

    /// <summary>How full the mailbox is the provider does not say.</summary>
    QuotaUnknown,
}
