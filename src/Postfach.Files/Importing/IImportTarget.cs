using Postfach.Mail;

namespace Postfach.Files;

/// <summary>Where imported messages go: an account of a store that is open here, or of a running server. One message after the other.</summary>
public interface IImportTarget : IAsyncDisposable
{
    /// <summary>The messages that follow go to a mailbox, which is made when it is missing.</summary>
    Task BeginMailboxAsync(MailboxName name, CancellationToken ct);

    Task BeginMessageAsync(FlagSet flags, InternalDate? internalDate, CancellationToken ct);

    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct);

    /// <summary>The message is whole.</summary>
    /// <returns>False: it is too big and was not taken.</returns>
    Task<bool> EndMessageAsync(CancellationToken ct);

    /// <summary>Gives up the message that was begun.</summary>
    Task DropMessageAsync(CancellationToken ct);

    /// <summary>Makes what was taken so far durable.</summary>
    Task<ImportCount> CommitAsync(CancellationToken ct);
}
