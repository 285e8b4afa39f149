using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// Changes of flags at a provider, done to the messages here as the writer runs it: messages and their lines in one commit. Only what changed there since the
/// last look is done, flag by flag, so that what people did here stays. One use: one attempt at one commit.
/// </summary>
/// <param name="places">Where the messages are, as of some moment before.</param>
internal sealed class FlagCarrying(WriteScope scope, RemoteMailboxId mailbox, ILookup<BodyId, (MailboxId Mailbox, Uid Uid)> places, Actor actor)
{
    private readonly HashSet<(MailboxId, Uid)> _moved = [];
    private readonly Dictionary<(MailboxId, Uid), FlagSet> _refused = [];

    /// <summary>What is left to do after it: those whose messages have moved since their places were looked up.</summary>
    public List<FlagsThere> Moved { get; } = [];

    public FlagsCarried Carry(IReadOnlyList<FlagsThere> changed)
    {
        var differences = changed.Select(c =>
        {
            var before = c.Line.FlagsThere ?? throw new InvalidOperationException("What was not known has not changed.");
            return (There: c, Difference: FlagDifference.Between(before, c.Flags), Places: PlacesOf(c.Line));
        }).ToList();
        Store(FlagOperation.Add, differences.SelectMany(d => d.Places.Select(p => (p, d.Difference.Added))));
        Store(FlagOperation.Remove, differences.SelectMany(d => d.Places.Select(p => (p, d.Difference.Removed))));
        var (messages, withoutKeywords) = (0, 0);
        foreach (var (there, difference, at) in differences)
        {
            if (at.Any(_moved.Contains))
            {
                Moved.Add(there);
                continue;
            }

            var refused = at.Select(p => _refused.GetValueOrDefault(p, FlagSet.Empty)).Aggregate(FlagSet.Empty, (all, some) => all.With(some));
            scope.File.Ledger.WriteFlagsThere(mailbox, there.Line.Id, there.Flags.Without(refused));
            messages += at.Count > 0 && !difference.Without(refused).IsEmpty ? 1 : 0;
            withoutKeywords += refused.IsEmpty ? 0 : 1;
        }

        return new FlagsCarried(messages, withoutKeywords);
    }

    private List<(MailboxId Mailbox, Uid Uid)> PlacesOf(LedgerEntry line) => line.Body is { } body ? [.. places[body]] : [];

    // A row of the feed for all messages of a mailbox to which the same happens.
    private void Store(FlagOperation operation, IEnumerable<((MailboxId Mailbox, Uid Uid) Place, FlagSet Flags)> changes)
    {
        foreach (var group in changes.Where(c => !c.Flags.IsEmpty).GroupBy(c => (c.Place.Mailbox, c.Flags), c => c.Place.Uid))
            Store(group.Key.Mailbox, UidSet.From(group.Order()), operation, group.Key.Flags);
    }

    private void Store(MailboxId target, UidSet uids, FlagOperation operation, FlagSet flags)
    {
        switch (MessageChanges.StoreFlags(scope, target, uids, new FlagChange(operation, flags), unchangedSince: null, actor))
        {
            case StoreFlagsResult.Stored(_, _, var missing, _):
                _moved.UnionWith(missing.Select(u => (target, u)));
                break;
            case StoreFlagsResult.NoSuchMailbox:
                _moved.UnionWith(uids.Select(u => (target, u)));
                break;
            case StoreFlagsResult.TooManyKeywords:
                StoreKnown(target, uids, operation, flags);
                break;
        }
    }

    // The flags that the mailbox has room for; the others are not remembered as carried.
    private void StoreKnown(MailboxId target, UidSet uids, FlagOperation operation, FlagSet flags)
    {
        var known = MessageChanges.WithKnownKeywords(scope, target, flags);
        foreach (var uid in uids)
            _refused[(target, uid)] = flags.Without(known);
        if (!known.IsEmpty)
            Store(target, uids, operation, known);
    }
}
