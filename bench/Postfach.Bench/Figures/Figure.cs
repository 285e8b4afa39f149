using Postfach.Bench.Servers;

namespace Postfach.Bench.Figures;

/// <summary>One thing that is measured, for one server after the other.</summary>
internal sealed record Figure
{
    /// <summary>As it stands in the report; words of the command line are looked for in it.</summary>
    public required string Name { get; init; }

    /// <summary>More words to choose it by.</summary>
    public string Words { get; init; } = "";

    public required string Unit { get; init; }

    public bool HigherIsBetter { get; init; } = true;

    /// <summary>What it must reach; null: it is only stated.</summary>
    public Aim? Aim { get; init; }

    /// <summary>Measures one round, and leaves the server as it was before.</summary>
    /// <exception cref="Load.LoadException">The server refused.</exception>
    public required Func<MailServer, Task<double>> Measure { get; init; }

    /// <summary>The mail it needs.</summary>
    public MailSet Needs { get; init; }

    /// <summary>Who is asked.</summary>
    public ServerKinds Asked { get; init; } = ServerKinds.Peers;

    /// <summary>A round that nobody counts comes first: code is compiled, caches are filled. False where what is measured is a start.</summary>
    public bool WarmsUp { get; init; } = true;

    /// <summary>The machine's limit that bounds it.</summary>
    public Limit Limit { get; init; }

    public bool IsChosenBy(string word) => Name.Contains(word, StringComparison.OrdinalIgnoreCase) || Words.Contains(word, StringComparison.OrdinalIgnoreCase);
}
