using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// The threads that a store keeps, of mailboxes that somebody threaded as a whole: so much of them, and no longer than somebody asks for them now and then. Any thread
/// may call.
/// </summary>
internal sealed class ThreadMemory(TimeProvider time, long maxBytes)
{
    /// <summary>Enough for some half a million messages.</summary>
    public const long DefaultMaxBytes = 64 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<(AccountId Account, MailboxId Mailbox), Kept> _kept = [];

    /// <summary>What is kept, about, in bytes.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
                return _kept.Values.Sum(k => k.Threads.Bytes);
        }
    }

    /// <summary>The threads of a mailbox; whoever has asked calls <see cref="Bound"/>.</summary>
    public KeptThreads Of(AccountId account, MailboxId mailbox)
    {
        lock (_gate)
        {
            var threads = _kept.TryGetValue((account, mailbox), out var kept) ? kept.Threads : new KeptThreads();
            _kept[(account, mailbox)] = new Kept(threads, time.GetUtcNow());
            return threads;
        }
    }

    /// <summary>Lets go of what nobody has asked for the longest, while it is too much.</summary>
    public void Bound()
    {
        lock (_gate)
        {
            foreach (var (key, _) in _kept.OrderBy(k => k.Value.UsedAt).ToList())
            {
                if (_kept.Values.Sum(k => k.Threads.Bytes) <= maxBytes)
                    break;
                _kept.Remove(key);
            }
        }
    }

    /// <summary>Lets go of what nobody has asked for in a while.</summary>
    /// <returns>Whether there was any.</returns>
    public bool LetGoOfUnused()
    {
        var since = time.GetUtcNow() - Patience;
        return RemoveWhere((_, kept) => kept.UsedAt < since);
    }

    /// <summary>The account is closed.</summary>
    public void Forget(AccountId account) => RemoveWhere((of, _) => of == account);

    private bool RemoveWhere(Func<AccountId, Kept, bool> isToGo)
    {
        lock (_gate)
        {
            var going = _kept.Where(k => isToGo(k.Key.Account, k.Value)).Select(k => k.Key).ToList();
            going.ForEach(key => _kept.Remove(key));
            return going.Count > 0;
        }
    }

    private sealed record Kept(KeptThreads Threads, DateTimeOffset UsedAt);
}
