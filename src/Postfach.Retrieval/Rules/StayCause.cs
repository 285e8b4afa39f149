namespace Postfach.Retrieval;

/// <summary>Why a copy stays.</summary>
public enum StayCause
{
    /// <summary>Nothing in the rule makes it go.</summary>
    NoRule,

    /// <summary>It would go once somebody has read it here.</summary>
    Unread,

    /// <summary>It would go once it is deleted here.</summary>
    NotDeletedHere,

    /// <summary>It is flagged.</summary>
    Flagged,

    /// <summary>It is one of the newest.</summary>
    Newest,

    /// <summary>The provider's mailbox is under its mark.</summary>
    UnderQuota,

    /// <summary>It is not here: it could not be fetched, or only its header was.</summary>
    NotHere,

    /// <summary>Something is wrong with what came of it.</summary>
    Doubt,

    /// <summary>It is marked as deleted there, and goes when the provider or another program expunges.</summary>
    Marked,
}
