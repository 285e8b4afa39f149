using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>ESEARCH [IN (sources)] [RETURN (options)] [CHARSET name] keys</c>. RFC 7377 §4.</summary>
/// <param name="Sources">Where none were named, the selected mailbox.</param>
public sealed record EsearchRequest(ImmutableArray<MailboxSource> Sources, SearchOptions Options, SearchProgram Program)
{
    /// <summary>More names than anyone needs would be a cheap way to keep the server busy.</summary>
    private const int MaxNames = 1000;

    private static readonly (byte[] Word, MailboxSource.Kinds Kind)[] Words =
    [
        ("selected"u8.ToArray(), MailboxSource.Kinds.Selected),
        ("inboxes"u8.ToArray(), MailboxSource.Kinds.Inboxes),
        ("personal"u8.ToArray(), MailboxSource.Kinds.Personal),
        ("subscribed"u8.ToArray(), MailboxSource.Kinds.Subscribed),
        ("subtree"u8.ToArray(), MailboxSource.Kinds.Subtree),
        ("subtree-one"u8.ToArray(), MailboxSource.Kinds.SubtreeOne),
        ("mailboxes"u8.ToArray(), MailboxSource.Kinds.Mailboxes),
    ];

    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out EsearchRequest? request)
    {
        request = null;
        ImmutableArray<MailboxSource> sources = [new MailboxSource(MailboxSource.Kinds.Selected, [])];
        if (!reader.Space())
            return false;
        if (reader.Take("IN ("u8) && !TryReadSources(ref reader, out sources, out var names))
        {
            // The rest has not been read.
            if (names > MaxNames)
                request = new EsearchRequest([], default, new SearchProgram(null, UsesModSeq: false) { Excess = $"The search names more than {MaxNames} mailboxes" });
            return request is not null;
        }

        if (!(SearchOptions.TryRead(ref reader, out var options) && SearchRequest.TryReadProgram(ref reader, out var program)))
            return false;
        if (!program.Allows(ref reader, options.Return.HasFlag(SearchReturn.Relevancy)))
            return false;

        // RFC 7377 §2.1: without result options, ALL.
        request = new EsearchRequest(sources, options.Return == SearchReturn.Unsaid ? new(SearchReturn.All) : options, program);
        return true;
    }

    private static bool TryReadSources(ref ImapReader reader, out ImmutableArray<MailboxSource> sources, out int names)
    {
        (sources, names) = ([], 0);
        var list = ImmutableArray.CreateBuilder<MailboxSource>();
        do
        {
            if (!TryReadSource(ref reader, ref names, out var source))
                return false;
            list.Add(source);
        }
        while (reader.Take((byte)' '));
        sources = list.ToImmutable();

        // RFC 7377 §4: "No options defined here", so none are known.
        return reader.Byte((byte)')', "The sources do not end") && reader.Space();
    }

    private static bool TryReadSource(ref ImapReader reader, ref int count, [NotNullWhen(true)] out MailboxSource? source)
    {
        source = null;
        if (!reader.Atom(out var word) || !TryFind(word, out var kind))
            return reader.Fail("There is no such source of mailboxes");
        var names = new List<MailboxArgument>();
        if (kind >= MailboxSource.Kinds.Subtree && !(reader.Space() && TryReadNames(ref reader, names, ref count)))
            return false;
        source = new MailboxSource(kind, names);
        return true;
    }

    private static bool TryReadNames(ref ImapReader reader, List<MailboxArgument> names, ref int count)
    {
        var inParentheses = reader.Take((byte)'(');
        do
        {
            if (!reader.Mailbox(out var name))
                return false;
            if (++count > MaxNames)
                return reader.Fail("There are too many mailboxes");
            names.Add(name);
        }
        while (inParentheses && reader.Take((byte)' '));
        return !inParentheses || reader.Byte((byte)')', "The mailboxes do not end");
    }

    private static bool TryFind(ReadOnlySpan<byte> word, out MailboxSource.Kinds kind)
    {
        foreach (var known in Words)
        {
            kind = known.Kind;
            if (Ascii.EqualsIgnoreCase(word, known.Word))
                return true;
        }

        kind = default;
        return false;
    }
}
