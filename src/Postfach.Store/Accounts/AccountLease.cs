namespace Postfach.Store;

/// <summary>Keeps an account open while it is used; dispose it once, at the end.</summary>
public sealed class AccountLease : IDisposable
{
    private Action? _end;

    internal AccountLease(Account account, Action end) => (Account, _end) = (account, end);

    public Account Account { get; }

    public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
}
