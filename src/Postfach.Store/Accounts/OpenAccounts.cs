using Postfach.Mail;

namespace Postfach.Store;

/// <summary>The accounts that are open: those in use, and a bounded number that were used last.</summary>
internal sealed class OpenAccounts(Func<AccountId, Account> open, int maxIdle)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<AccountId, Slot> _slots = [];

    // Those without leases, the longest idle first.
    private readonly LinkedList<Slot> _idle = new();

    // Closings on the way: an account is not opened anew before its last closing is over.
    private readonly Dictionary<AccountId, Task> _closing = [];

    // Those that are opened no more, each with the end of its last lease.
    private readonly Dictionary<AccountId, TaskCompletionSource> _retired = [];
    private bool _closed;

    public async ValueTask<AccountLease> LeaseAsync(AccountId id, CancellationToken ct)
    {
        while (true)
        {
            Task closing;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                if (!_closing.TryGetValue(id, out closing!))
                    break;
            }

            await closing.WaitAsync(ct);
        }

        var slot = Enter(id);
        try
        {
            var account = await slot.Account.WaitAsync(ct);
            var views = slot.AddView(account.Clock);
            return new AccountLease(account, () => Leave(slot, views));
        }
        catch
        {
            Leave(slot, null);
            throw;
        }
    }

    /// <summary>A lease on each account that is open, with the mod-sequence since which no other lease has been held without a break.</summary>
    public async IAsyncEnumerable<(AccountLease Lease, ModSeq UnseenSince)> LeaseOpenAsync()
    {
        List<Slot> slots;
        lock (_gate)
            slots = [.. _slots.Values.Where(s => s.Account.IsCompletedSuccessfully)];
        foreach (var slot in slots)
        {
            lock (_gate)
            {
                if (_closed || _retired.ContainsKey(slot.Id) || !_slots.ContainsKey(slot.Id))
                    continue;
                Use(slot);
            }

            var account = await slot.Account;
            yield return (new AccountLease(account, () => Leave(slot, null)), slot.OldestView() ?? account.Clock);
        }
    }

    /// <summary>Gives no lease on an account any more from now on, waits until those that there are have ended, and closes it.</summary>
    public async Task RetireAsync(AccountId id, CancellationToken ct)
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _retired.Add(id, left);
            if (!_slots.TryGetValue(id, out var used) || used.Leases == 0)
                left.SetResult();
        }

        await left.Task.WaitAsync(ct);
        Slot? slot;
        Task? closing;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _closing.TryGetValue(id, out closing);
            if (_slots.Remove(id, out slot) && slot.Idle is { } node)
                _idle.Remove(node);
        }

        if (closing is not null)
            await closing;
        if (slot is not null)
            await CloseAsync(slot);
    }

    public async Task CloseAsync()
    {
        List<Task> closings;
        lock (_gate)
        {
            _closed = true;
            _idle.Clear();
            closings = [.. _closing.Values, .. _slots.Values.Select(s => CloseAsync(s))];
            _slots.Clear();
        }

        await Task.WhenAll(closings);
    }

    /// <summary>Ends when the accounts that are being closed now are closed.</summary>
    public Task WaitForClosingsAsync()
    {
        lock (_gate)
            return Task.WhenAll(_closing.Values);
    }

    private Slot Enter(AccountId id)
    {
        lock (_gate)
        {
            if (_retired.ContainsKey(id))
                throw new StoreException($"Account {id} was removed.");
            if (!_slots.TryGetValue(id, out var slot))
                _slots[id] = slot = new Slot(id, Task.Run(() => open(id)));
            Use(slot);
            return slot;
        }
    }

    private void Use(Slot slot)
    {
        if (slot.Leases++ == 0 && slot.Idle is { } node)
        {
            _idle.Remove(node);
            slot.Idle = null;
        }
    }

    private void Leave(Slot slot, LinkedListNode<ModSeq>? view)
    {
        lock (_gate)
        {
            slot.RemoveView(view);
            if (--slot.Leases > 0 || _closed)
                return;
            if (_retired.TryGetValue(slot.Id, out var left))
            {
                left.TrySetResult();
                return;
            }

            if (!slot.Account.IsCompletedSuccessfully)
            {
                // It could not be opened: the next one who asks tries again.
                _slots.Remove(slot.Id);
                return;
            }

            slot.Idle = _idle.AddLast(slot);
            while (_idle.Count > maxIdle)
                Evict(_idle.First!.Value); // Count is above zero
        }
    }

    private void Evict(Slot slot)
    {
        _idle.RemoveFirst();
        _slots.Remove(slot.Id);
        var closing = CloseAsync(slot);
        _closing[slot.Id] = closing;
        _ = closing.ContinueWith(_ => Forget(slot.Id), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private void Forget(AccountId id)
    {
        lock (_gate)
            _closing.Remove(id);
    }

    private static async Task CloseAsync(Slot slot)
    {
        if (slot.Account.IsFaulted)
            return;
        var account = await slot.Account;
        await account.CloseAsync();
    }

    private sealed class Slot(AccountId id, Task<Account> account)
    {
        private readonly LinkedList<ModSeq> _views = new();

        public AccountId Id => id;

        public Task<Account> Account => account;

        public int Leases { get; set; }

        public LinkedListNode<Slot>? Idle { get; set; }

        public LinkedListNode<ModSeq> AddView(ModSeq clock)
        {
            lock (_views)
                return _views.AddLast(clock);
        }

        public void RemoveView(LinkedListNode<ModSeq>? view)
        {
            lock (_views)
            {
                if (view is not null)
                    _views.Remove(view);
            }
        }

        /// <summary>What the oldest lease saw when it began; null when there is none.</summary>
        public ModSeq? OldestView()
        {
            lock (_views)
                return _views.First?.Value;
        }
    }
}
