using System.Diagnostics.CodeAnalysis;
using Postfach.Mail;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>SEARCH [RETURN (options)] [CHARSET name] keys</c> and <c>UID SEARCH</c>. RFC 9051 §6.4.4.</summary>
public sealed record SearchRequest(SearchOptions Options, SearchProgram Program)
{
    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out SearchRequest? request)
    {
        request = null;
        if (!(reader.Space() && SearchOptions.TryRead(ref reader, out var options) && TryReadProgram(ref reader, out var program)))
            return false;
        if (!program.Allows(ref reader, options.Return.HasFlag(SearchReturn.Relevancy)))
            return false;
        request = new SearchRequest(options, program);
        return true;
    }

    /// <summary>The keys, with a charset in front where there is one.</summary>
    internal static bool TryReadProgram(ref ImapReader reader, out SearchProgram program)
    {
        var charset = Charset.Lenient;
        program = new SearchProgram(null, UsesModSeq: false);
        return (!reader.Take("CHARSET "u8) || SearchProgram.TryReadCharset(ref reader, out charset)) && SearchProgram.TryRead(ref reader, charset, out program);
    }
}
