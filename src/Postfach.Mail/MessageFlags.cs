namespace Postfach.Mail;

/// <summary>The system flags that are stored with a message. RFC 9051 §2.3.2. (\Recent belongs to a session, not to a message.)</summary>
[Flags]
public enum MessageFlags : byte
{
    None = 0,
    Seen = 1,
    Answered = 2,
    Flagged = 4,
    Deleted = 8,
    Draft = 16,
}
