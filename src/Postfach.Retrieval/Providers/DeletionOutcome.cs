namespace Postfach.Retrieval;

/// <summary>What is known of deletions that were asked for.</summary>
internal enum DeletionOutcome
{
    /// <summary>They are done.</summary>
    Done,

    /// <summary>They are done when the session's end is confirmed. RFC 1939 §6.</summary>
    AtEnd,

    /// <summary>The messages are marked \Deleted, and go when the provider, or a program of their owner, expunges what is marked. RFC 9051 §6.4.3.</summary>
    Marked,
}
