using Postfach.Bench.Figures;
using Postfach.Bench.Load;
using Postfach.Bench.Servers;

namespace Postfach.Bench.Report;

/// <summary>What all servers have shown for one figure.</summary>
/// <param name="Theirs">Dovecot's, each way it was set up. The one with a full-text plug-in is shown beside them.</param>
internal sealed record Row(Figure Figure, Cell Ours, IReadOnlyList<Cell> Theirs)
{
    /// <summary>The better of the Dovecots; null: none was measured.</summary>
    public Cell? Peer
    {
        get
        {
            var measured = Theirs.Where(c => c.HasValue && c.Kind == ServerKinds.Dovecot);
            return Figure.HigherIsBetter ? measured.MaxBy(c => c.Median) : measured.MinBy(c => c.Median);
        }
    }

    /// <summary>How many times better Postfach is than the better Dovecot, round by round.</summary>
    public IReadOnlyList<double> Ratios =>
        Peer is not { } peer || !Ours.HasValue ? [] : [.. Ours.Values.Zip(peer.Values, (ours, theirs) => Figure.HigherIsBetter ? ours / theirs : theirs / ours)];

    /// <summary>Null: there is no aim, or not what is needed to tell.</summary>
    public bool? IsReached =>
        Figure.Aim is not { } aim || !Ours.HasValue ? null
        : !aim.IsRatio ? Ours.Median <= aim.Value
        : Ratios.Count == 0 ? null : Pace.Median(Ratios) >= aim.Value;
}
