namespace Postfach.Store;

/// <summary>Whether a POP3 provider's ids (UIDL) name the same message in every session, as RFC 1939 §7 wants it. Stored: the numbers stay.</summary>
public enum IdStability : byte
{
    /// <summary>Nobody has seen the same message twice yet.</summary>
    Unknown = 0,

    /// <summary>They were the same in two sessions.</summary>
    Stable = 1,

    /// <summary>They were others in two sessions, again and again.</summary>
    Unstable = 2,

    /// <summary>There are none, or several messages have the same.</summary>
    Missing = 3,
}
