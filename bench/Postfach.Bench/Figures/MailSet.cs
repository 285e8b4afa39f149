namespace Postfach.Bench.Figures;

/// <summary>Mail that is there before something is measured.</summary>
[Flags]
internal enum MailSet
{
    None = 0,

    /// <summary>50,000 messages of 2 to 5 KiB in one INBOX.</summary>
    Large = 1,

    /// <summary>20,000 messages of 5,250 bytes in one INBOX: 105 MB.</summary>
    Bodies = 2,

    /// <summary>50 users with 100 messages in INBOX and 20 in Work.</summary>
    Mixed = 4,

    /// <summary>10,000 messages in one INBOX.</summary>
    Copied = 8,

    /// <summary>A mailbox of 1,000,000; Postfach only.</summary>
    Million = 16,
}
