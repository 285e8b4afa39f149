namespace Postfach.Retrieval;

/// <summary>What is known of deletions that were asked for.</summary>
internal enum DeletionOutcome
{
    /// <summary>They are done.</summary>
    Done,

    /// <summary>They are done when the session's end is confirmed. RFC 1939 §6.</summary>
    AtEnd,
}
