namespace Postfach.Bench.Servers;

/// <summary>The users that every server has, by what they are for.</summary>
internal static class BenchUsers
{
    public const string Large = "large", Bodies = "bodies", Copier = "copier", Appender = "appender", Million = "million", Idler = "idler", Small = "small";

    public const int LargeMessages = 50_000, BodyMessages = 20_000, BodyBytes = 5250, CopiedMessages = 10_000;

    /// <summary>Where the million is.</summary>
    public const string MillionMailbox = "Million";

    /// <summary>Those of the mixed commands.</summary>
    public static readonly IReadOnlyList<string> Mixed = [.. Enumerable.Range(1, 50).Select(n => $"user{n:D2}")];

    /// <summary>Those who get deliveries.</summary>
    public static readonly IReadOnlyList<string> Receivers = [.. Enumerable.Range(1, 16).Select(n => $"receiver{n:D2}")];

    public static readonly IReadOnlyList<string> All = [Small, Large, Bodies, Copier, Appender, Million, Idler, .. Mixed, .. Receivers];
}
