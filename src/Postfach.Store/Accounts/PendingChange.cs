namespace Postfach.Store;

/// <summary>A change that waits for the account's writer.</summary>
internal abstract class PendingChange
{
    /// <summary>It only brings something into memory: that works also while nothing can be written.</summary>
    public required bool OnlyReads { get; init; }

    /// <summary>Runs it inside the commit; its result is kept until that is durable.</summary>
    public abstract void Run(WriteScope scope);

    /// <summary>It is durable: tell whoever waits.</summary>
    public abstract void Complete();

    /// <summary>It did not happen.</summary>
    public abstract void Fail(Exception fault);
}

/// <inheritdoc/>
internal sealed class PendingChange<T>(Func<WriteScope, T> change) : PendingChange
{
    // The writer must not run what its callers do next.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _done.Task;

    public override void Run(WriteScope scope) => _result = change(scope);

    public override void Complete() => _done.TrySetResult(_result!); // Run came first

    public override void Fail(Exception fault) => _done.TrySetException(fault);
}
