using System.Text;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>RETURN (options)</c> of SEARCH, SORT and ESEARCH. RFC 4731 §3.1.</summary>
/// <param name="Partial">Which results PARTIAL asks for; null: it is not among the options.</param>
public readonly record struct SearchOptions(SearchReturn Return, PartialResults? Partial = null)
{
    /// <summary>What tells of results; none of them, and the answer has nothing in it but the command's tag.</summary>
    public const SearchReturn Results = SearchReturn.Min | SearchReturn.Max | SearchReturn.All | SearchReturn.Count | SearchReturn.Partial;

    /// <summary>Reads the options where they are there, with the space behind them.</summary>
    public static bool TryRead(ref ImapReader reader, out SearchOptions options)
    {
        options = default;
        if (!reader.Take("RETURN ("u8))
            return true;
        if (!reader.IsNext((byte)')'))
        {
            do
            {
                if (!TryReadOne(ref reader, ref options))
                    return false;
            }
            while (reader.Take((byte)' '));
        }

        // RFC 4731 §3.1: an empty list means ALL.
        if (options.Return == SearchReturn.Unsaid)
            options = options with { Return = SearchReturn.All };

        // RFC 9394 §3.1: "A single command MUST NOT contain more than one PARTIAL or ALL search return option".
        if (options is { Partial: not null } && options.Return.HasFlag(SearchReturn.All))
            return reader.Fail("ALL and PARTIAL do not go together");
        return reader.Byte((byte)')', "The return options do not end") && reader.Space();
    }

    private static bool TryReadOne(ref ImapReader reader, ref SearchOptions options)
    {
        if (!reader.Atom(out var name) || !TryFind(name, out var one))
            return reader.Fail("There is no such return option");
        options = options with { Return = options.Return | one };
        if (one != SearchReturn.Partial)
            return true;
        if (options.Partial is not null)
            return reader.Fail("PARTIAL is there twice");
        if (!(reader.Space() && PartialResults.TryRead(ref reader, out var partial)))
            return false;
        options = options with { Partial = partial };
        return true;
    }

    private static bool TryFind(ReadOnlySpan<byte> name, out SearchReturn option)
    {
        foreach (var known in Enum.GetValues<SearchReturn>())
        {
            option = known;
            if (known != SearchReturn.Unsaid && Ascii.EqualsIgnoreCase(name, known.ToString()))
                return true;
        }

        option = default;
        return false;
    }
}
