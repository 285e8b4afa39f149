using Postfach.CommandLine;
using Postfach.Files;
using Postfach.Server.Deliveries;

namespace Postfach.Administration;

/// <summary>Takes one message, and delivers it when it is committed. Its mailbox, flags and date are the delivery's, whatever is said of them.</summary>
internal sealed class DeliveryTarget(Delivery delivery) : IMailTarget
{
    public Task<bool> BeginMailboxAsync(MailboxFacts mailbox, CancellationToken ct) => Task.FromResult(false);

    public Task EndMailboxAsync(CancellationToken ct) => Task.CompletedTask;

    public Task BeginMessageAsync(MessageFacts message, CancellationToken ct) => Task.CompletedTask;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => delivery.WriteAsync(bytes);

    public Task<bool> EndMessageAsync(CancellationToken ct) => Task.FromResult(!delivery.IsTooBig);

    public Task DropMessageAsync(CancellationToken ct) => Task.CompletedTask;

    public async Task<ImportCount> CommitAsync(CancellationToken ct) => await delivery.CommitAsync()
        ? new ImportCount(1, 0)
        : throw new CommandException(ExitCode.TemporaryFailure, $"The message could not be delivered; see delivery {delivery.Id} in the log.");

    public ValueTask DisposeAsync() => delivery.DisposeAsync();
}
