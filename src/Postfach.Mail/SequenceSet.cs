using System.Collections.Immutable;

namespace Postfach.Mail;

/// <summary>Numbers as a client names them, with <c>*</c> for the greatest one in use: sequence numbers or UIDs, by command. RFC 9051 §9.</summary>
public sealed record SequenceSet(ImmutableArray<SequenceSet.Range> Ranges)
{
    /// <summary>Stands for <c>*</c> in a <see cref="Range"/>.</summary>
    public const uint Star = 0;

    /// <summary><c>$</c>: what the last search saved. It has no ranges; who knows what was saved resolves it. RFC 9051 §6.4.4.1.</summary>
    public static readonly SequenceSet Saved = new([]);

    public bool IsSaved => Ranges.IsEmpty;

    /// <summary>One item as it was written: <paramref name="First"/> may exceed <paramref name="Last"/>, either may be <see cref="Star"/>.</summary>
    public readonly record struct Range(uint First, uint Last);

    /// <summary>
    /// The numbers meant when <paramref name="greatest"/> is the greatest in use. RFC 9051 §9, seq-range: 2:4 and 4:2 are the same, and * is
    /// the greatest number even where that is below the other end.
    /// </summary>
    public IEnumerable<(uint First, uint Last)> Resolve(uint greatest)
    {
        foreach (var range in Ranges)
        {
            var first = range.First == Star ? greatest : range.First;
            var last = range.Last == Star ? greatest : range.Last;
            yield return first <= last ? (first, last) : (last, first);
        }
    }

    public override string ToString() => IsSaved ? "$" : string.Join(',', Ranges.Select(r => r.First == r.Last ? Text(r.First) : $"{Text(r.First)}:{Text(r.Last)}"));

    private static string Text(uint number) => number == Star ? "*" : $"{number}";
}
