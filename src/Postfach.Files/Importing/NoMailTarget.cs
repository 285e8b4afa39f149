namespace Postfach.Files;

/// <summary>Takes everything and keeps nothing: to see what an import would find. All counts as imported.</summary>
public sealed class NoMailTarget : IMailTarget
{
    private long _messages;

    public Task<bool> BeginMailboxAsync(MailboxFacts mailbox, CancellationToken ct) => Task.FromResult(true);

    public Task EndMailboxAsync(CancellationToken ct) => Task.CompletedTask;

    public Task BeginMessageAsync(MessageFacts message, CancellationToken ct) => Task.CompletedTask;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => ValueTask.CompletedTask;

    public Task<bool> EndMessageAsync(CancellationToken ct)
    {
        _messages++;
        return Task.FromResult(true);
    }

    public Task DropMessageAsync(CancellationToken ct) => Task.CompletedTask;

    public Task<ImportCount> CommitAsync(CancellationToken ct) => Task.FromResult(new ImportCount(_messages, 0));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
