namespace Postfach.Files;

/// <summary>An account whose mail can be given away: of a store that is open here, or of a running server.</summary>
public interface IMailExport : IAsyncDisposable
{
    /// <summary>Bytes of all messages, as of its opening.</summary>
    long Bytes { get; }

    /// <summary>Gives all messages of all mailboxes to a target, each mailbox as it is when its turn comes. A message that cannot be read is begun and dropped.</summary>
    Task<ImportCount> RunAsync(IMailTarget target, CancellationToken ct);
}
