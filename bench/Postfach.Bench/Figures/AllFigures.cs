namespace Postfach.Bench.Figures;

/// <summary>
/// All that is compared, in the order of the report. Those that start servers anew are last, as a server that has just started is slower.
/// </summary>
internal static class AllFigures
{
    public static IReadOnlyList<Figure> List { get; } =
    [
        .. LogInFigures.All, .. DeliveryFigures.All, .. FetchFigures.All, .. SearchFigures.All, .. SortFigures.All, .. IndexFigures.All, .. ChangeFigures.All, .. Pop3Figures.All,
        .. IdleFigures.All, .. StartFigures.All,
    ];

    /// <summary>Those that one of the words names; all where there are no words.</summary>
    public static IReadOnlyList<Figure> ChosenBy(IReadOnlyList<string> words) => words.Count == 0 ? List : [.. List.Where(f => words.Any(f.IsChosenBy))];
}
