namespace Postfach.Store;

/// <summary>What a row of the change feed records. Stored: the numbers stay.</summary>
public enum FeedKind : byte
{
    /// <summary>Messages came into the mailbox: delivered, appended, copied or moved here.</summary>
    Append = 1,

    /// <summary>Messages of the mailbox got other flags.</summary>
    Flags = 2,

    /// <summary>Messages left the mailbox: expunged or moved away.</summary>
    Expunge = 3,

    Create = 4,
    Delete = 5,
    Rename = 6,
    Subscribe = 7,
    Unsubscribe = 8,

    /// <summary>The mailbox's UIDNEXT jumped ahead, because an older file may have been put back.</summary>
    Jump = 9,

    /// <summary>The mailbox got a new UIDVALIDITY, because its file came from elsewhere.</summary>
    Revalidate = 10,

    /// <summary>The mailbox, in which no message has ever been, got the UIDVALIDITY that it had elsewhere; its UIDs begin anew.</summary>
    Adopt = 11,
}
