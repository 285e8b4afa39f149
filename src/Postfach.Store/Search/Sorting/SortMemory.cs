using System.Collections.Concurrent;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// What an open account remembers of what its messages were ordered by, so that who orders them again reads nothing: sent dates, and for each text the ranks of the
/// messages that were ordered by it last. What comes in later is not among these, and they are ranked anew. Any thread may call.
/// </summary>
internal sealed class SortMemory
{
    private readonly ConcurrentDictionary<SortKey, Ranking> _rankings = new();

    public SentDates Sent { get; } = new();

    /// <summary>The ranks of all of the messages; null where some of them were not ranked.</summary>
    public int[]? Ranks(SortKey key, IReadOnlyList<Message> messages)
    {
        if (!_rankings.TryGetValue(key, out var ranking))
            return null;
        var ranks = new int[messages.Count];
        for (var i = 0; i < ranks.Length; i++)
        {
            if (!ranking.TryGet(messages[i].Body, out ranks[i]))
                return null;
        }

        return ranks;
    }

    public void Keep(SortKey key, IReadOnlyList<Message> messages, int[] ranks)
    {
        if (Ranking.Of(messages, ranks) is { } ranking)
            _rankings[key] = ranking;
    }
}
