using System.Collections.Immutable;

namespace Postfach.Mail;

/// <summary>What is searched for: one key, or several put together. Pure data. RFC 9051 §6.4.4.</summary>
public abstract record SearchQuery
{
    private SearchQuery()
    {
    }

    /// <summary>No message matches.</summary>
    public static readonly SearchQuery Nothing = new Not(new And([]));

    /// <summary>How a date is compared; days count, not hours.</summary>
    public enum Day
    {
        Before,
        On,
        Since,
    }

    /// <summary>All of them match; none at all: every message does.</summary>
    public sealed record And(ImmutableArray<SearchQuery> Keys) : SearchQuery;

    public sealed record Or(SearchQuery One, SearchQuery Other) : SearchQuery;

    public sealed record Not(SearchQuery Key) : SearchQuery;

    public sealed record Flag(MessageFlags Flags) : SearchQuery;

    public sealed record HasKeyword(Keyword Keyword) : SearchQuery;

    /// <summary>Messages that the session was the first to be told of. RFC 3501 §2.3.2.</summary>
    public sealed record Recent : SearchQuery;

    /// <summary>What is near to the key matches as well. RFC 6203 §3.</summary>
    public sealed record Fuzzy(SearchQuery Key) : SearchQuery;

    /// <summary>Sequence numbers.</summary>
    public sealed record Numbers(SequenceSet Set) : SearchQuery;

    public sealed record Uids(SequenceSet Set) : SearchQuery;

    /// <summary>The day of arrival, in the zone that it was given in.</summary>
    public sealed record Arrived(Day When, DateOnly Date) : SearchQuery;

    /// <summary>The day in the Date field, in its own zone.</summary>
    public sealed record Sent(Day When, DateOnly Date) : SearchQuery;

    /// <summary>Arrived so many seconds ago or longer. RFC 5032 §3.</summary>
    public sealed record Older(uint Seconds) : SearchQuery;

    /// <summary>Arrived within so many seconds. RFC 5032 §3.</summary>
    public sealed record Younger(uint Seconds) : SearchQuery;

    /// <summary>The day on which it came into this mailbox, in UTC. RFC 8514 §4.3.</summary>
    public sealed record Saved(Day When, DateOnly Date) : SearchQuery;

    /// <summary>Has this EMAILID. RFC 8474 §6.</summary>
    public sealed record Email(string Id) : SearchQuery;

    /// <summary>Has this THREADID. RFC 8474 §6.</summary>
    public sealed record InThread(string Id) : SearchQuery;

    /// <summary>Has one of these bodies: what keys by object identifiers are replaced with.</summary>
    /// <param name="At">And this date of arrival; null: whichever.</param>
    public sealed record Bodies(IReadOnlySet<BodyId> Ids, InternalDate? At) : SearchQuery;

    public sealed record Larger(long Bytes) : SearchQuery;

    public sealed record Smaller(long Bytes) : SearchQuery;

    /// <summary>Changed at this mod-sequence or later. RFC 7162 §3.1.5.</summary>
    public sealed record ChangedSince(ModSeq ModSeq) : SearchQuery;

    /// <summary>A header field of that name has the text in it; of an empty text: there is such a field.</summary>
    public sealed record Header(string Field, string Value) : SearchQuery;

    /// <summary>The body has the text in it.</summary>
    public sealed record Body(string Value) : SearchQuery;

    /// <summary>The header, also that of a part, or the body has the text in it.</summary>
    public sealed record Text(string Value) : SearchQuery;

    /// <summary>The keys that have no others in them.</summary>
    public IEnumerable<SearchQuery> Leaves() => this switch
    {
        And and => and.Keys.SelectMany(k => k.Leaves()),
        Or or => or.One.Leaves().Concat(or.Other.Leaves()),
        Not not => not.Key.Leaves(),
        _ => [this],
    };

    /// <summary>The same query with other keys in the places of those that have none in them.</summary>
    public SearchQuery Replace(Func<SearchQuery, SearchQuery> leaf) => this switch
    {
        And and => new And([.. and.Keys.Select(k => k.Replace(leaf))]),
        Or or => new Or(or.One.Replace(leaf), or.Other.Replace(leaf)),
        Not not => new Not(not.Key.Replace(leaf)),
        _ => leaf(this),
    };
}
