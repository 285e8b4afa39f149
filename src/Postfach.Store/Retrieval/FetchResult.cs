using Postfach.Mail;

namespace Postfach.Store;

/// <summary>What became of fetched messages: all are committed, or none.</summary>
public abstract record FetchResult
{
    private FetchResult()
    {
    }

    /// <summary>Durable, each with its line in the ledger. Those that the ledger had already are left out.</summary>
    /// <param name="IsNew">By message.</param>
    /// <param name="WithoutKeywords">Messages that came without some of their keywords: their mailbox would have more than one may.</param>
    public sealed record Committed(IReadOnlyList<bool> IsNew, int WithoutKeywords) : FetchResult;

    /// <summary>A mailbox could not be made.</summary>
    public sealed record NoMailbox(MailboxName Name, string Why) : FetchResult;
}
