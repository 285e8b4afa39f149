using System.Diagnostics.CodeAnalysis;
using System.Text;
using Postfach.Mail;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>SEARCH [RETURN (options)] [CHARSET name] keys</c> and <c>UID SEARCH</c>. RFC 9051 §6.4.4; RETURN: RFC 4731 §3.1, RFC 6203 §4.</summary>
/// <param name="Query">Null: the charset is not known, and so the keys were not read.</param>
/// <param name="UsesModSeq">One of the keys is MODSEQ, so the answer tells mod-sequences too.</param>
public sealed record SearchRequest(SearchReturn Return, SearchQuery? Query, bool UsesModSeq)
{
    /// <summary>What of the keys is more than is searched for; there is no query then.</summary>
    public string? Excess { get; init; }

    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out SearchRequest? request)
    {
        request = null;
        var wanted = SearchReturn.Unsaid;
        if (!reader.Space() || (reader.Take("RETURN ("u8) && !TryReadReturn(ref reader, out wanted)))
            return false;
        var charset = Charset.Lenient;
        if (reader.Take("CHARSET "u8) && !TryReadCharset(ref reader, out charset))
            return false;
        if (charset is null)
        {
            request = new SearchRequest(wanted, null, UsesModSeq: false);
            return true;
        }

        var keys = new SearchKeyReader(charset);
        var isRead = keys.TryReadAll(ref reader, out var query) && reader.End();
        if (keys.Excess is not null)
            request = new SearchRequest(wanted, null, UsesModSeq: false) { Excess = keys.Excess };
        if (!isRead)
            return request is not null;

        // RFC 6203 §4.
        if (wanted.HasFlag(SearchReturn.Relevancy) && !keys.UsesFuzzy)
            return reader.Fail("RELEVANCY needs a FUZZY key");
        request = new SearchRequest(wanted, query, keys.UsesModSeq);
        return true;
    }

    private static bool TryReadReturn(ref ImapReader reader, out SearchReturn wanted)
    {
        wanted = SearchReturn.Unsaid;
        if (!reader.IsNext((byte)')'))
        {
            do
            {
                if (!reader.Atom(out var option) || !TryReadOption(option, out var one))
                    return reader.Fail("There is no such return option");
                wanted |= one;
            }
            while (reader.Take((byte)' '));
        }

        // RFC 4731 §3.1: an empty list means ALL.
        if (wanted == SearchReturn.Unsaid)
            wanted = SearchReturn.All;
        return reader.Byte((byte)')', "The return options do not end") && reader.Space();
    }

    private static bool TryReadOption(ReadOnlySpan<byte> name, out SearchReturn option)
    {
        option = name.Length switch
        {
            3 when Ascii.EqualsIgnoreCase(name, "MIN"u8) => SearchReturn.Min,
            3 when Ascii.EqualsIgnoreCase(name, "MAX"u8) => SearchReturn.Max,
            3 when Ascii.EqualsIgnoreCase(name, "ALL"u8) => SearchReturn.All,
            4 when Ascii.EqualsIgnoreCase(name, "SAVE"u8) => SearchReturn.Save,
            9 when Ascii.EqualsIgnoreCase(name, "RELEVANCY"u8) => SearchReturn.Relevancy,
            5 when Ascii.EqualsIgnoreCase(name, "COUNT"u8) => SearchReturn.Count,
            _ => SearchReturn.Unsaid,
        };
        return option != SearchReturn.Unsaid;
    }

    private static bool TryReadCharset(ref ImapReader reader, out Encoding? charset)
    {
        charset = null;
        if (!reader.AString(out var name) || !reader.Space())
            return false;
        Charset.TryFind(Encoding.Latin1.GetString(name), out charset);
        return true;
    }
}
