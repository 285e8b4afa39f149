using System.Globalization;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>Makes a <see cref="LedgerMatch"/>. What has to be asked of the provider for it is asked in one go.</summary>
internal static class LedgerMatcher
{
    // What stands in place of an id begins so.
    private const string MadeId = "sha256:";

    /// <summary>The id was made here of what the message is: the provider does not know it.</summary>
    public static bool IsMade(string id) => id.StartsWith(MadeId, StringComparison.Ordinal);

    /// <param name="entries">All lines of the mailbox.</param>
    /// <param name="isSameMailbox">False: the ids in the ledger mean nothing any more, as UIDVALIDITY is another one.</param>
    public static async Task<LedgerMatch> MatchAsync(
        ProviderSession session, RemoteListing listing, IReadOnlyList<LedgerEntry> entries, bool isSameMailbox, DateTimeOffset now, CancellationToken ct)
    {
        var byId = isSameMailbox ? entries.ToDictionary(e => e.Id, StringComparer.Ordinal) : [];
        var known = new Dictionary<string, LedgerEntry>(StringComparer.Ordinal);
        var (doubtful, unknown) = (new List<RemoteMessage>(), new List<RemoteMessage>());
        foreach (var message in listing.Messages)
        {
            if (message.Id.Length == 0 || !byId.TryGetValue(message.Id, out var entry))
                (message.Id.Length == 0 ? doubtful : unknown).Add(message);
            else if (IsSurely(entry, message))
                known[message.Id] = entry;
            else
                doubtful.Add(message);
        }

        var absent = entries.Where(e => !known.ContainsKey(e.Id) && !(isSameMailbox && listing.HasEarlier(e))).ToList();

        // Ids that came while others went may be those same messages under other names; not where UIDVALIDITY says that they are not. RFC 9051 §2.3.1.1.
        var mayBeRenamed = unknown.Count > 0 && !(isSameMailbox && listing.Cursor.UidValidity != 0) && absent.Any(e => !e.IsGone);
        if (mayBeRenamed)
            doubtful.AddRange(unknown);
        return await new Matching(known, absent, mayBeRenamed ? [] : unknown, listing, now).SettleAsync(session, doubtful, ct);
    }

    // The same id and the same size, and there the last time as well. What was gone and is there again may be another message.
    private static bool IsSurely(LedgerEntry entry, RemoteMessage message) =>
        !entry.IsGone && (message.Size is null || message.Size == entry.Size);

    private sealed class Matching(
        Dictionary<string, LedgerEntry> known, List<LedgerEntry> absent, IReadOnlyList<RemoteMessage> news, RemoteListing listing, DateTimeOffset now)
    {
        private readonly List<RemoteMessage> _new = [];
        private readonly List<LedgerEntry> _rewritten = [];
        private readonly HashSet<string> _gone = new(StringComparer.Ordinal);
        private readonly HashSet<string> _found = new(StringComparer.Ordinal);
        private readonly Dictionary<uint, string> _ids = [];
        private readonly HashSet<string> _absentIds = absent.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        private int _changed;

        public async Task<LedgerMatch> SettleAsync(ProviderSession session, List<RemoteMessage> doubtful, CancellationToken ct)
        {
            foreach (var message in news)
                Add(message);
            if (doubtful.Count > 0)
            {
                var identities = await session.IdentifyAsync(doubtful, ct);
                Match([.. identities.OrderBy(i => i.Message.Number)]);
            }

            // Those that are gone for long stay as they are.
            var wentNow = absent.Where(e => !_found.Contains(e.Id) && !e.IsGone).ToList();
            var listed = listing.Messages.Select(m => _ids.TryGetValue(m.Number, out var id) ? m with { Id = id } : m).Where(m => m.Id.Length > 0).ToList();
            return new LedgerMatch(known, [.. _new.OrderBy(m => m.Number)], listed, wentNow, _rewritten, [.. _gone], _changed);
        }

        private void Match(IReadOnlyList<RemoteIdentity> identities)
        {
            // What is still thought to be there comes before what is thought to be gone.
            var candidates = absent.Where(e => !e.Header.IsEmpty).GroupBy(KeyOf).ToDictionary(g => g.Key, g => new Queue<LedgerEntry>(g.OrderBy(e => e.IsGone)));
            var ordinals = new Dictionary<string, int>();
            foreach (var identity in identities)
            {
                var key = Key(identity.Size ?? 0, identity.Header);
                var ordinal = ordinals[key] = ordinals.GetValueOrDefault(key) + 1;
                var id = identity.Message.Id.Length > 0 ? identity.Message.Id : string.Create(CultureInfo.InvariantCulture, $"{MadeId}{key}#{ordinal}");
                _ids[identity.Message.Number] = id;
                if (candidates.TryGetValue(key, out var same) && same.TryDequeue(out var entry))
                    Recognize(entry, id);
                else
                    Add(identity.Message with { Id = id });
            }
        }

        private void Recognize(LedgerEntry entry, string id)
        {
            _found.Add(entry.Id);
            if (entry.Id == id && !entry.IsGone)
            {
                known[id] = entry;
                return;
            }

            _changed += entry.Id == id ? 0 : 1;
            _gone.Add(entry.Id);

            var again = (entry.IsGone ? Back(entry) : entry) with { Id = id, Changed = now };
            known[id] = again;
            _rewritten.Add(again);
        }

        // What was said to be gone and is there is there. What was wrong with it is so still.
        private static LedgerEntry Back(LedgerEntry entry) =>
            entry.State == CopyState.Deleted ? entry with { State = CopyState.There, Reason = null }
            : CopyReason.WhenBack(entry.Reason) is var reason && reason == CopyReason.OnlyHeader ? entry with { State = CopyState.Placeholder, Reason = null }
            : entry with { State = CopyState.There, Reason = reason };

        // A line that had its id is another message's, which is gone.
        private void Add(RemoteMessage message)
        {
            _new.Add(message);
            if (_absentIds.Contains(message.Id))
                _gone.Add(message.Id);
        }

        private static string KeyOf(LedgerEntry entry) => Key(entry.Size, entry.Header);

        private static string Key(long size, ReadOnlyMemory<byte> header) => string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(header.Span)}:{size}");
    }
}
