using System.Collections;
using System.Collections.Immutable;

namespace Postfach.Mail;

/// <summary>A set of UIDs as ascending ranges that neither overlap nor touch. Immutable; 1:50000 costs one range.</summary>
public sealed class UidSet : IEquatable<UidSet>, IEnumerable<Uid>
{
    public static readonly UidSet Empty = new([]);

    private readonly ImmutableArray<UidRange> _ranges;

    private UidSet(ImmutableArray<UidRange> ranges)
    {
        _ranges = ranges;
        foreach (var range in ranges)
            Count += range.Count;
    }

    public ReadOnlySpan<UidRange> Ranges => _ranges.AsSpan();

    public long Count { get; }

    public bool IsEmpty => _ranges.IsEmpty;

    public Uid First => _ranges[0].First;

    public Uid Last => _ranges[^1].Last;

    public static UidSet Of(Uid uid) => new([new UidRange(uid, uid)]);

    public static UidSet Range(Uid first, Uid last) => first > last ? Empty : new([new UidRange(first, last)]);

    /// <summary>Any UIDs, in any order, repeated or not.</summary>
    public static UidSet From(IEnumerable<Uid> uids)
    {
        var builder = new Builder();
        foreach (var uid in uids.Order())
            builder.Add(uid);
        return builder.ToUidSet();
    }

    /// <summary>Any ranges, in any order, overlapping or not.</summary>
    public static UidSet FromRanges(IEnumerable<UidRange> ranges)
    {
        var builder = new Builder();
        foreach (var range in ranges.OrderBy(r => r.First))
            builder.Add(range);
        return builder.ToUidSet();
    }

    public bool Contains(Uid uid)
    {
        int low = 0, high = _ranges.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (uid < _ranges[middle].First)
                high = middle - 1;
            else if (uid > _ranges[middle].Last)
                low = middle + 1;
            else
                return true;
        }

        return false;
    }

    public UidSet Union(UidSet other) => IsEmpty ? other : other.IsEmpty ? this : FromRanges(_ranges.Concat(other._ranges));

    public UidSet Intersect(UidSet other)
    {
        var builder = new Builder();
        int mine = 0, theirs = 0;
        while (mine < _ranges.Length && theirs < other._ranges.Length)
        {
            var (a, b) = (_ranges[mine], other._ranges[theirs]);
            var first = a.First > b.First ? a.First : b.First;
            var last = a.Last < b.Last ? a.Last : b.Last;
            if (first <= last)
                builder.Add(new UidRange(first, last));
            if (a.Last < b.Last)
                mine++;
            else
                theirs++;
        }

        return builder.ToUidSet();
    }

    public UidSet Except(UidSet other)
    {
        var builder = new Builder();
        var theirs = 0;
        foreach (var range in _ranges)
        {
            // 64 bits, so that the number after the last UID exists.
            long first = range.First.Value;
            while (theirs < other._ranges.Length && other._ranges[theirs].Last < range.First)
                theirs++;
            for (var cut = theirs; cut < other._ranges.Length && other._ranges[cut].First <= range.Last; cut++)
            {
                if (other._ranges[cut].First.Value > first)
                    builder.Add(new UidRange(new Uid((uint)first), new Uid(other._ranges[cut].First.Value - 1)));
                first = Math.Max(first, (long)other._ranges[cut].Last.Value + 1);
            }

            if (first <= range.Last.Value)
                builder.Add(new UidRange(new Uid((uint)first), range.Last));
        }

        return builder.ToUidSet();
    }

    public bool Equals(UidSet? other) => other is not null && _ranges.AsSpan().SequenceEqual(other._ranges.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as UidSet);

    public override int GetHashCode() => HashCode.Combine(Count, IsEmpty ? 0 : First.Value, IsEmpty ? 0 : Last.Value);

    public IEnumerator<Uid> GetEnumerator()
    {
        foreach (var range in _ranges)
        {
            for (var uid = range.First.Value; ; uid++)
            {
                yield return new Uid(uid);
                if (uid == range.Last.Value)
                    break;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The form of RFC 9051's <c>sequence-set</c>, such as <c>1:3,5</c>.</summary>
    public override string ToString() => string.Join(',', _ranges);

    /// <summary>Collects UIDs or ranges that come in ascending order (of their first UID).</summary>
    public sealed class Builder
    {
        private readonly ImmutableArray<UidRange>.Builder _ranges = ImmutableArray.CreateBuilder<UidRange>();

        public bool IsEmpty => _ranges.Count == 0;

        public void Add(Uid uid) => Add(new UidRange(uid, uid));

        public void Add(UidRange range)
        {
            if (_ranges.Count > 0)
            {
                var last = _ranges[^1];
                if (range.First < last.First)
                    throw new ArgumentException("UIDs must come in ascending order.", nameof(range));
                if (range.First.Value <= (long)last.Last.Value + 1)
                {
                    if (range.Last > last.Last)
                        _ranges[^1] = last with { Last = range.Last };
                    return;
                }
            }

            _ranges.Add(range);
        }

        public UidSet ToUidSet() => _ranges.Count == 0 ? Empty : new UidSet(_ranges.ToImmutable());
    }
}
