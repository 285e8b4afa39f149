using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Postfach.Mail;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>SORT [RETURN (options)] (criteria) charset keys</c> and <c>UID SORT</c>. RFC 5256 §3; RETURN: RFC 5267 §3; DISPLAYFROM and DISPLAYTO: RFC 5957 §5; RELEVANCY: RFC 6203 §6.</summary>
public sealed record SortRequest(SearchOptions Options, ImmutableArray<SortCriterion> Criteria, SearchProgram Program)
{
    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out SortRequest? request)
    {
        request = null;
        if (!(reader.Space() && SearchOptions.TryRead(ref reader, out var options) && TryReadCriteria(ref reader, out var criteria)))
            return false;
        if (!(reader.Space() && SearchProgram.TryReadWithCharset(ref reader, out var program)))
            return false;
        if (!program.Allows(ref reader, options.Return.HasFlag(SearchReturn.Relevancy) || criteria.Any(c => c.Key == SortKey.Relevancy)))
            return false;
        request = new SortRequest(options, criteria, program);
        return true;
    }

    private static bool TryReadCriteria(ref ImapReader reader, out ImmutableArray<SortCriterion> criteria)
    {
        criteria = [];
        if (!reader.Byte((byte)'(', "The sort criteria are missing"))
            return false;
        var list = ImmutableArray.CreateBuilder<SortCriterion>();
        do
        {
            var reverse = reader.Take("REVERSE "u8);
            if (!reader.Atom(out var name) || !TryFind(name, out var key))
                return reader.Fail("There is no such sort criterion");

            // What is equal by a key stays so, in whatever direction: a key that comes again says nothing new, and so there are never more than there are keys.
            if (!list.Any(c => c.Key == key))
                list.Add(new SortCriterion(key, reverse));
        }
        while (reader.Take((byte)' '));
        criteria = list.ToImmutable();
        return reader.Byte((byte)')', "The sort criteria do not end");
    }

    private static bool TryFind(ReadOnlySpan<byte> name, out SortKey key)
    {
        foreach (var known in Enum.GetValues<SortKey>())
        {
            key = known;
            if (Ascii.EqualsIgnoreCase(name, known.ToString()))
                return true;
        }

        key = default;
        return false;
    }
}
