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
    public sealed record Committed(IReadOnlyList<bool> IsNew) : FetchResult;

    /// <summary>A mailbox could not be made.</summary>
    public sealed record NoMailbox(MailboxName Name, string Why) : FetchResult;

    /// <summary>A mailbox would get more keywords than one may have.</summary>
    public sealed record TooManyKeywords(MailboxName Name) : FetchResult;
}
