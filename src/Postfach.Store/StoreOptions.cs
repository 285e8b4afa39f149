namespace Postfach.Store;

/// <summary>How a store works. Every bound has a default that suits a machine of two cores.</summary>
public sealed record StoreOptions
{
    /// <summary>The folder that holds everything: made (mode 0700) when missing.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Accounts kept open at once while nobody uses them; those in use are never closed.</summary>
    public int MaxIdleAccounts { get; init; } = 256;

    /// <summary>Threads that write, each for one account at a time. They mostly wait for the disk, so more than cores pays.</summary>
    public int WriterThreads { get; init; } = 16;

    /// <summary>Changes that may wait for one account before callers wait in turn.</summary>
    public int MaxQueuedChanges { get; init; } = 1024;

    /// <summary>Changes taken into one commit at most.</summary>
    public int MaxChangesPerCommit { get; init; } = 256;

    /// <summary>Feed rows after which the touched chunks are written: the greatest number that opening an account replays, about.</summary>
    public int CheckpointRows { get; init; } = 1024;

    /// <summary>Size of an account's write-ahead log, in bytes, from which it is copied back into the file (after the answers have gone out).</summary>
    public long WalBytes { get; init; } = 8 << 20;

    /// <summary>How long an account whose disk failed refuses changes before its file is opened anew and checked.</summary>
    public TimeSpan FaultPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the bytes of an expunged message stay, at least.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromDays(14);

    /// <summary>The largest message, in bytes.</summary>
    public long MaxMessageBytes { get; init; } = 1L << 30;

    /// <summary>Mailboxes in one account, and as many names that are subscribed to.</summary>
    public int MaxMailboxes { get; init; } = 200_000;

    /// <summary>Keywords known in one mailbox.</summary>
    public int MaxKeywords { get; init; } = 1024;

    /// <summary>Rounds of PBKDF2-HMAC-SHA-256 for new passwords; the current advice of OWASP. RFC 7677 §4 asks for at least 4096.</summary>
    public int PasswordIterations { get; init; } = 600_000;

    /// <summary>How long a log-in that succeeded is remembered, so that the next one need not pay those rounds.</summary>
    public TimeSpan LogInMemory { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long nothing has to come into an account before what came is prepared for SORT, THREAD and PREVIEW. Where mail comes without a break it waits thirty
    /// times as long; who asks sooner has it made at once.
    /// </summary>
    public TimeSpan PreparingDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>How mail is indexed for searches.</summary>
    public SearchIndexOptions Index { get; init; } = new();

    /// <summary>How wrong passwords are slowed down.</summary>
    public LogInGuardOptions LogIn { get; init; } = new();

    /// <summary>Takes over account files that this store does not know with their UIDVALIDITYs, instead of giving new ones.</summary>
    public bool KeepUids { get; init; }
}
