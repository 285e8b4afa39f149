using System.Globalization;

namespace Postfach.Bench;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchArguments
{
    public const string Help = """
        Measures Postfach beside Debian's Dovecot, and the machine's own limits, in one run.

          bench/run                 all figures, three rounds of each server by turns
          bench/run fetch tls       only figures with one of these words in their names

          --rounds N                so many rounds; a full run takes about five minutes a round
          --ours                    Postfach only
          --growth                  how Postfach's figures grow with messages and accounts, Dovecot beside it at 50,000
          --largest N               the largest size of --growth, 1000000 otherwise
          --retrieval               fetching by POP3 and IMAP from one Dovecot, beside mpop and mbsync
          --store                   the store alone, without a protocol in front of it
          --list                    the figures by name
          --json FILE               what was measured, every round of it
          --chart FILE.svg          the same as a picture
          --help                    this

        POSTFACH_PROGRAM names another program to measure: a postfach.dll, or something that can be executed.
        Everything is written below TMPDIR (/tmp); its disk is what is measured. Dovecot needs root; what is missing
        of it is installed by apt-get. It runs with Debian's defaults (store sdbox), and set up for speed: login
        processes that stay, mail processes that are used again, IDLE connections put to sleep. The better of the two
        is the peer. A figure that a server refused, or complained of in its log, has failed and says why.
        """;

    public int Rounds { get; private init; } = 3;

    public bool OursOnly { get; private init; }

    public bool Growth { get; private init; }

    /// <summary>Sizes of the growth go up to it.</summary>
    public int Largest { get; private init; } = 1_000_000;

    public bool Retrieval { get; private init; }

    public bool StoreOnly { get; private init; }

    public bool ListOnly { get; private init; }

    public bool WantsHelp { get; private init; }

    public string? JsonFile { get; private init; }

    public string? ChartFile { get; private init; }

    public IReadOnlyList<string> Words { get; private init; } = [];

    /// <exception cref="FormatException">It cannot be understood; the message says why.</exception>
    public static BenchArguments Parse(string[] arguments)
    {
        var parsed = new BenchArguments();
        for (var i = 0; i < arguments.Length; i++)
        {
            parsed = arguments[i] switch
            {
                "--rounds" => parsed with { Rounds = Count(Value(arguments, ref i)) },
                "--largest" => parsed with { Largest = Count(Value(arguments, ref i)) },
                "--ours" => parsed with { OursOnly = true },
                "--growth" => parsed with { Growth = true },
                "--retrieval" => parsed with { Retrieval = true },
                "--store" => parsed with { StoreOnly = true },
                "--list" => parsed with { ListOnly = true },
                "--help" or "-h" => parsed with { WantsHelp = true },
                "--json" => parsed with { JsonFile = Value(arguments, ref i) },
                "--chart" => parsed with { ChartFile = Value(arguments, ref i) },
                ['-', ..] unknown => throw new FormatException($"There is no option {unknown}; see --help."),
                var word => parsed with { Words = [.. parsed.Words, word] },
            };
        }

        return parsed;
    }

    private static int Count(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
        ? count
        : throw new FormatException($"{text} is no number above 0.");

    private static string Value(string[] arguments, ref int i) =>
        ++i < arguments.Length ? arguments[i] : throw new FormatException($"{arguments[i - 1]} needs a value.");
}
