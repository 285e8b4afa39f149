namespace Postfach.Crash.Ledger;

/// <summary>One message: what clients have been told of it, and what they have asked for without an answer yet.</summary>
internal sealed class LedgerEntry(TestMessage message, bool byLmtp)
{
    public string Id => message.Id;

    public TestMessage Message => message;

    /// <summary>It has trace fields in front.</summary>
    public bool ByLmtp => byLmtp;

    /// <summary>Null: it is not there, not yet or not any more.</summary>
    public Place? Now { get; set; }

    /// <summary>What was asked for and not answered.</summary>
    public Change? Pending { get; set; }

    /// <summary>As it was first seen; it never changes.</summary>
    public string? InternalDate { get; set; }
}
