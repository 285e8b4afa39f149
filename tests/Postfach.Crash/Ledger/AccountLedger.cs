using System.Diagnostics.CodeAnalysis;

namespace Postfach.Crash.Ledger;

/// <summary>All that clients know of one account. Any thread may call.</summary>
internal sealed class AccountLedger(string user, CrashReport report)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LedgerEntry> _entries = [];
    private readonly Dictionary<(string Mailbox, uint Uid), string> _uids = [];
    private readonly Dictionary<string, (uint UidValidity, uint UidNext)> _heads = [];

    public string User => user;

    /// <summary>Messages that are there.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _entries.Values.Count(e => e.Now is not null);
        }
    }

    /// <summary>Before a command is sent: the message it brings.</summary>
    public Change BeginAppend(TestMessage message, Place place, bool byLmtp)
    {
        var change = new Change(byLmtp ? "delivery" : "append");
        var entry = new LedgerEntry(message, byLmtp) { Pending = change };
        change.Add(entry, place);
        lock (_gate)
            _entries.Add(message.Id, entry);
        return change;
    }

    /// <summary>Before a command is sent: what it does to messages that are there.</summary>
    public Change Begin(string kind, IEnumerable<LedgerEntry> entries, Func<Place, Place?> after)
    {
        var change = new Change(kind);
        lock (_gate)
        {
            foreach (var entry in entries)
            {
                change.Add(entry, after(entry.Now ?? throw new InvalidOperationException($"{entry.Id} is not there")));
                entry.Pending = change;
            }
        }

        return change;
    }

    /// <summary>The server has said yes.</summary>
    /// <param name="uidOf">UIDs that it told; 0 for those that it did not tell.</param>
    public void Acknowledge(Change change, Func<LedgerEntry, uint> uidOf)
    {
        lock (_gate)
        {
            foreach (var (entry, after) in change.Parts)
            {
                entry.Now = after is null ? null : after with { Uid = uidOf(entry) is > 0 and var uid ? uid : after.Uid };
                entry.Pending = null;
                if (entry.Now is { Uid: > 0 } now)
                    Know(now.Mailbox, now.Uid, entry.Id);
            }

            report.Acknowledged(change.Kind);
        }
    }

    /// <summary>A session that only looks has been shown a message.</summary>
    public void Witness(string mailbox, uint uid, string id)
    {
        lock (_gate)
        {
            var isNew = !_uids.ContainsKey((mailbox, uid));
            Know(mailbox, uid, id);
            if (!_entries.TryGetValue(id, out var entry))
                report.Violation($"{user} {mailbox} {uid}: shows message {id} that nobody sent");
            else if (isNew && entry.Pending is { } pending && pending.AfterOf(entry) is { } after && after.Mailbox == mailbox && entry.Now?.Mailbox != mailbox)
                pending.WasSeen = true;
        }
    }

    /// <summary>The message of an id.</summary>
    public bool TryGet(string id, [NotNullWhen(true)] out LedgerEntry? entry)
    {
        lock (_gate)
            return _entries.TryGetValue(id, out entry);
    }

    /// <summary>The message of an id, when no command about it is on its way.</summary>
    public bool TryGetSettled(string id, [NotNullWhen(true)] out LedgerEntry? entry)
    {
        lock (_gate)
            return _entries.TryGetValue(id, out entry) && entry is { Pending: null, Now: not null };
    }

    /// <summary>Messages that are there, dealt out to clients: each message has one client that changes it.</summary>
    public IReadOnlyList<List<LedgerEntry>> Deal(int clients)
    {
        var hands = Enumerable.Range(0, clients).Select(_ => new List<LedgerEntry>()).ToList();
        lock (_gate)
        {
            foreach (var (entry, index) in _entries.Values.Where(e => e.Now is not null).Select((e, i) => (e, i)))
                hands[index % clients].Add(entry);
        }

        return hands;
    }

    /// <summary>A mailbox as it was announced after a restart: its numbers only grow.</summary>
    public void Compare(string mailbox, uint uidValidity, uint uidNext)
    {
        lock (_gate)
        {
            if (_heads.TryGetValue(mailbox, out var before))
            {
                if (uidValidity != before.UidValidity)
                    report.Violation($"{user} {mailbox}: UIDVALIDITY was {before.UidValidity} and is {uidValidity}");
                if (uidNext < before.UidNext)
                    report.Violation($"{user} {mailbox}: UIDNEXT was {before.UidNext} and is {uidNext}");
            }

            var greatest = _uids.Keys.Where(k => k.Mailbox == mailbox).Select(k => k.Uid).DefaultIfEmpty().Max();
            if (uidNext <= greatest)
                report.Violation($"{user} {mailbox}: UIDNEXT is {uidNext} after UID {greatest} was given");
            _heads[mailbox] = (uidValidity, uidNext);
        }
    }

    /// <summary>Compares all that is there after a restart with what must and what may be there; from then on that is what is known.</summary>
    public void Compare(ILookup<string, Seen> found)
    {
        lock (_gate)
        {
            foreach (var unknown in found.Where(f => !_entries.ContainsKey(f.Key)))
                report.Violation($"{user}: has message {unknown.Key} that nobody sent");
            var changes = _entries.Values.Select(e => e.Pending).OfType<Change>().Distinct().ToList();
            foreach (var change in changes)
                Settle(change, found);
            foreach (var entry in _entries.Values.Where(e => e.Pending is null))
                CompareSettled(entry, found[entry.Id].ToList());
            foreach (var entry in _entries.Values)
                Take(entry, found[entry.Id].ToList());
        }
    }

    /// <summary>An unanswered change happened wholly or not at all, and it did when somebody saw it.</summary>
    private void Settle(Change change, ILookup<string, Seen> found)
    {
        var (happened, not) = (0, 0);
        foreach (var (entry, after) in change.Parts)
        {
            var seen = found[entry.Id].ToList();
            if (seen.Count > 1)
                report.Violation($"{user}: {change.Kind} of {entry.Id} left it {seen.Count} times: {string.Join(", ", seen)}");
            var place = seen.FirstOrDefault()?.Place;
            var (isBefore, isAfter) = (Agree(place, entry.Now), Agree(place, after));
            if (!isBefore && !isAfter)
                report.Violation($"{user}: {change.Kind} of {entry.Id} from {Text(entry.Now)} to {Text(after)} left it at {Text(place)}");
            happened += isAfter && !isBefore ? 1 : 0;
            not += isBefore && !isAfter ? 1 : 0;
        }

        if (happened > 0 && not > 0)
            report.Violation($"{user}: half of a {change.Kind} happened: {happened} of {change.Parts.Count} messages");
        if (change.WasSeen && not > 0)
            report.Violation($"{user}: a {change.Kind} was shown to another client and did not happen");
        report.InFlight(change.Kind, happened > 0);
    }

    private void CompareSettled(LedgerEntry entry, List<Seen> seen)
    {
        if (seen.Count > 1 || !Agree(seen.FirstOrDefault()?.Place, entry.Now))
            report.Violation($"{user}: {entry.Id} must be at {Text(entry.Now)} and is at {(seen.Count == 0 ? "no place" : string.Join(", ", seen))}");
    }

    private void Take(LedgerEntry entry, List<Seen> seen)
    {
        (entry.Now, entry.Pending) = (seen.FirstOrDefault()?.Place, null);
        foreach (var one in seen)
        {
            Know(one.Place.Mailbox, one.Place.Uid, entry.Id);
            if ((entry.InternalDate ??= one.InternalDate) != one.InternalDate)
                report.Violation($"{user}: the internal date of {entry.Id} was {entry.InternalDate} and is {one.InternalDate}");
        }
    }

    /// <summary>A UID means one message for ever, and a new one is beyond all that were announced as the next.</summary>
    private void Know(string mailbox, uint uid, string id)
    {
        if (_uids.TryGetValue((mailbox, uid), out var known))
        {
            if (known != id)
                report.Violation($"{user} {mailbox}: UID {uid} was {known} and is {id}");
            return;
        }

        _uids.Add((mailbox, uid), id);
    }

    private static bool Agree(Place? left, Place? right) => left is null || right is null ? left == right : left.Agrees(right);

    private static string Text(Place? place) => place?.ToString() ?? "no place";
}
