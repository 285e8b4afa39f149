using System.Text;
using Postfach.Mail;

namespace Postfach.Protocol.Imap.Requests;

/// <summary>A charset and search keys in it, as the searching commands end. RFC 9051 §6.4.4, RFC 5256 §5.</summary>
/// <param name="Query">Null: the charset is not known, and so the keys were not read.</param>
/// <param name="UsesModSeq">One of the keys is MODSEQ, so the answer tells mod-sequences too.</param>
public sealed record SearchProgram(SearchQuery? Query, bool UsesModSeq)
{
    /// <summary>One of the keys is FUZZY. RFC 6203 §3.</summary>
    public bool UsesFuzzy { get; init; }

    /// <summary>What of the keys is more than is searched for; there is no query then.</summary>
    public string? Excess { get; init; }

    /// <summary>Up to the command's end, after the charset.</summary>
    /// <param name="charset">Null: it is not known.</param>
    public static bool TryRead(ref ImapReader reader, Encoding? charset, out SearchProgram program)
    {
        program = new SearchProgram(null, UsesModSeq: false);
        if (charset is null)
            return true;
        var keys = new SearchKeyReader(charset);
        var isRead = keys.TryReadAll(ref reader, out var query) && reader.End();
        program = isRead && keys.Excess is null
            ? new SearchProgram(query, keys.UsesModSeq) { UsesFuzzy = keys.UsesFuzzy }
            : program with { Excess = keys.Excess };
        return isRead || keys.Excess is not null;
    }

    /// <summary>Relevancy can be told, and ordered by, where one of the keys is FUZZY. RFC 6203 §4, §6.</summary>
    public bool Allows(ref ImapReader reader, bool wantsRelevancy) =>
        !wantsRelevancy || Query is null || UsesFuzzy || reader.Fail("RELEVANCY needs a FUZZY key");

    /// <summary>With the charset in front, as SORT and THREAD must have it.</summary>
    public static bool TryReadWithCharset(ref ImapReader reader, out SearchProgram program)
    {
        program = new SearchProgram(null, UsesModSeq: false);
        return TryReadCharset(ref reader, out var charset) && TryRead(ref reader, charset, out program);
    }

    /// <summary>A charset's name and the space behind it.</summary>
    public static bool TryReadCharset(ref ImapReader reader, out Encoding? charset)
    {
        charset = null;
        if (!reader.AString(out var name) || !reader.Space())
            return false;
        Charset.TryFind(Encoding.Latin1.GetString(name), out charset);
        return true;
    }
}
