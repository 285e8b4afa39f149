namespace Postfach.Files;

/// <summary>Where messages go, one after the other: an account, files, or the other side of a connection.</summary>
public interface IMailTarget : IAsyncDisposable
{
    /// <summary>The messages that follow go to a mailbox, which is made when it is missing.</summary>
    /// <returns>Whether the messages keep their UIDs.</returns>
    Task<bool> BeginMailboxAsync(MailboxFacts mailbox, CancellationToken ct);

    /// <summary>No more messages come for the mailbox. What was taken is durable.</summary>
    Task EndMailboxAsync(CancellationToken ct);

    Task BeginMessageAsync(MessageFacts message, CancellationToken ct);

    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct);

    /// <summary>The message is whole.</summary>
    /// <returns>False: it is too big and was not taken.</returns>
    Task<bool> EndMessageAsync(CancellationToken ct);

    /// <summary>Gives up the message that was begun.</summary>
    Task DropMessageAsync(CancellationToken ct);

    /// <summary>Makes what was taken so far durable.</summary>
    Task<ImportCount> CommitAsync(CancellationToken ct);
}
