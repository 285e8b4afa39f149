using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>What became of one message at the provider, and why.</summary>
/// <param name="Mailbox">As the provider calls it; empty for POP3.</param>
/// <param name="Id">The provider's name for it: UIDL's unique-id, or the UID.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Dated">When it came to the provider, as far as known.</param>
/// <param name="Subject">Null: its bytes are not here any more.</param>
/// <param name="MessageId">In its angle brackets, as in the header; null: it has none, or its bytes are not here any more.</param>
/// <param name="State">What is known of its copy there.</param>
/// <param name="Goes">When the copy goes; null: it stays as things are, or is gone.</param>
/// <param name="Sentence">Why it is there or when it goes, or went, for a person.</param>
/// <param name="Here">Where it lies here: mailboxes with UIDs; empty: nowhere.</param>
public sealed record CopyAnswer(
    string Mailbox,
    string Id,
    long Size,
    DateTimeOffset Dated,
    DateTimeOffset Fetched,
    string? Subject,
    string? From,
    string? MessageId,
    CopyState State,
    DateTimeOffset? Goes,
    string Sentence,
    IReadOnlyList<string> Here);
