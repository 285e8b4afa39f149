using System.Collections.Immutable;

namespace Postfach.Mail;

/// <summary>The flags of one message: system flags and keywords. Immutable; equal when both agree.</summary>
public sealed class FlagSet : IEquatable<FlagSet>
{
    public static readonly FlagSet Empty = new(MessageFlags.None, []);

    private FlagSet(MessageFlags system, ImmutableArray<Keyword> keywords) => (System, Keywords) = (system, keywords);

    public MessageFlags System { get; }

    /// <summary>Sorted, each once.</summary>
    public ImmutableArray<Keyword> Keywords { get; }

    public bool IsEmpty => System == MessageFlags.None && Keywords.IsEmpty;

    public static FlagSet Of(MessageFlags system, params IEnumerable<Keyword> keywords)
    {
        var sorted = keywords.Distinct().Order().ToImmutableArray();
        return system == MessageFlags.None && sorted.IsEmpty ? Empty : new FlagSet(system, sorted);
    }

    public bool Has(MessageFlags flag) => (System & flag) == flag;

    public bool Has(Keyword keyword) => Keywords.BinarySearch(keyword) >= 0;

    public FlagSet With(FlagSet others) => Of(System | others.System, Keywords.Concat(others.Keywords));

    public FlagSet Without(FlagSet others) => Of(System & ~others.System, Keywords.Where(k => !others.Has(k)));

    public bool Equals(FlagSet? other) =>
        ReferenceEquals(this, other) || (other is not null && System == other.System && Keywords.AsSpan().SequenceEqual(other.Keywords.AsSpan()));

    public override bool Equals(object? obj) => Equals(obj as FlagSet);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(System);
        foreach (var keyword in Keywords)
            hash.Add(keyword);
        return hash.ToHashCode();
    }
}
