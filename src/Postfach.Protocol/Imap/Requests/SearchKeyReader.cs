using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Postfach.Mail;

namespace Postfach.Protocol.Imap.Requests;

/// <summary>
/// Reads search keys. RFC 9051 §6.4.4; OLD, NEW, RECENT: RFC 3501 §6.4.4; OLDER, YOUNGER: RFC 5032 §3; FUZZY: RFC 6203 §3; MODSEQ: RFC 7162 §3.1.5; by object
/// identifiers: RFC 8474 §6; by the save date: RFC 8514 §4.3.
/// </summary>
internal sealed class SearchKeyReader(Encoding charset)
{
    private const int MaxDepth = 50, MaxKeys = 5000;

    /// <summary>A longer text is no search any more, but work.</summary>
    private const int MaxTextLength = 1024;

    /// <summary>Each is looked for in every text.</summary>
    private const int MaxTexts = 100;

    /// <summary>Characters of all fuzzy texts: each word of them is compared with all words that there are.</summary>
    private const int MaxFuzzyLength = 256;

    private int _depth, _keys, _texts, _fuzzyLength;
    private bool _isFuzzy;

    /// <summary>What of it is more than is searched for; the rest has not been read then. Null: nothing.</summary>
    public string? Excess { get; private set; }

    /// <summary>One of the keys is FUZZY.</summary>
    public bool UsesFuzzy { get; private set; }

    public bool UsesModSeq { get; private set; }

    /// <summary>Keys with spaces between them, all of which are to match.</summary>
    public bool TryReadAll(ref ImapReader reader, [NotNullWhen(true)] out SearchQuery? query)
    {
        query = null;
        var keys = ImmutableArray.CreateBuilder<SearchQuery>();
        do
        {
            if (!TryRead(ref reader, out var key))
                return false;
            keys.Add(key);
        }
        while (reader.Take((byte)' '));
        query = keys.Count == 1 ? keys[0] : new SearchQuery.And(keys.ToImmutable());
        return true;
    }

    private bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out SearchQuery? key)
    {
        key = null;
        if (++_keys > MaxKeys)
            return Exceed(ref reader, $"The search has more than {MaxKeys} keys");
        if (_depth == MaxDepth)
            return Exceed(ref reader, $"The keys of the search are nested deeper than {MaxDepth}");
        _depth++;
        var read = TryReadKey(ref reader, out key);
        _depth--;
        return read;
    }

    private bool Exceed(ref ImapReader reader, string why)
    {
        Excess ??= why;
        return reader.Fail(why);
    }

    private bool TryReadKey(ref ImapReader reader, [NotNullWhen(true)] out SearchQuery? key)
    {
        key = null;
        if (reader.Take((byte)'('))
            return TryReadAll(ref reader, out key) && reader.Byte((byte)')', "The list of keys does not end");
        if (reader.IsNextDigit() || reader.IsNext((byte)'*') || reader.IsNext((byte)'$'))
        {
            if (reader.SequenceSet(out var numbers))
                key = new SearchQuery.Numbers(numbers);
            return key is not null;
        }

        if (!reader.Atom(out var name))
            return false;
        var word = Encoding.ASCII.GetString(name).ToUpperInvariant();
        if (!SearchKeys.Names.Contains(word))
            return reader.Fail("There is no such search key");
        key = Plain(word);
        return key is not null || TryReadWithArgument(word, ref reader, out key);
    }

    private static SearchQuery? Plain(string word) => word switch
    {
        "ALL" => new SearchQuery.And([]),
        "ANSWERED" => new SearchQuery.Flag(MessageFlags.Answered),
        "DELETED" => new SearchQuery.Flag(MessageFlags.Deleted),
        "DRAFT" => new SearchQuery.Flag(MessageFlags.Draft),
        "FLAGGED" => new SearchQuery.Flag(MessageFlags.Flagged),
        "SEEN" => new SearchQuery.Flag(MessageFlags.Seen),
        "UNANSWERED" => Without(MessageFlags.Answered),
        "UNDELETED" => Without(MessageFlags.Deleted),
        "UNDRAFT" => Without(MessageFlags.Draft),
        "UNFLAGGED" => Without(MessageFlags.Flagged),
        "UNSEEN" => Without(MessageFlags.Seen),
        "RECENT" => new SearchQuery.Recent(),
        "OLD" => new SearchQuery.Not(new SearchQuery.Recent()),
        "SAVEDATESUPPORTED" => new SearchQuery.And([]), // RFC 8514 §4.3: by every mailbox
        "NEW" => new SearchQuery.And([new SearchQuery.Recent(), Without(MessageFlags.Seen)]),
        _ => null,
    };

    private static SearchQuery.Not Without(MessageFlags flag) => new(new SearchQuery.Flag(flag));

    private bool TryReadWithArgument(string word, ref ImapReader reader, [NotNullWhen(true)] out SearchQuery? key)
    {
        key = null;
        if (!reader.Take((byte)' '))
            return reader.Fail("A search key's argument is missing");
        key = word switch
        {
            "NOT" => TryRead(ref reader, out var one) ? new SearchQuery.Not(one) : null,
            "FUZZY" => Fuzzy(ref reader),
            "OR" => TryRead(ref reader, out var one) && reader.Space() && TryRead(ref reader, out var other) ? new SearchQuery.Or(one, other) : null,
            "UID" => reader.SequenceSet(out var uids) ? new SearchQuery.Uids(uids) : null,
            "KEYWORD" => Keyword(ref reader),
            "UNKEYWORD" => Keyword(ref reader) is { } keyword ? new SearchQuery.Not(keyword) : null,
            "LARGER" => reader.Number64(out var bytes) ? new SearchQuery.Larger(bytes) : null,
            "SMALLER" => reader.Number64(out var bytes) ? new SearchQuery.Smaller(bytes) : null,
            "OLDER" => reader.NzNumber(out var seconds) ? new SearchQuery.Older(seconds) : null,
            "YOUNGER" => reader.NzNumber(out var seconds) ? new SearchQuery.Younger(seconds) : null,
            "MODSEQ" => ModSeq(ref reader),
            "FROM" or "TO" or "CC" or "BCC" or "SUBJECT" => Text(ref reader) is { } text ? new SearchQuery.Header(word, text) : null,
            "HEADER" => Text(ref reader) is { } field && reader.Space() && Text(ref reader) is { } text ? new SearchQuery.Header(field, text) : null,
            "BODY" => Text(ref reader) is { } text ? new SearchQuery.Body(text) : null,
            "TEXT" => Text(ref reader) is { } text ? new SearchQuery.Text(text) : null,
            "BEFORE" or "ON" or "SINCE" => reader.Date(out var date) ? new SearchQuery.Arrived(DayOf(word), date) : null,
            "SAVEDBEFORE" or "SAVEDON" or "SAVEDSINCE" => reader.Date(out var date) ? new SearchQuery.Saved(DayOf(word[5..]), date) : null,
            "EMAILID" => reader.ObjectId(out var id) ? new SearchQuery.Email(id) : null,
            "THREADID" => reader.ObjectId(out var id) ? new SearchQuery.InThread(id) : null,
            "SENTBEFORE" or "SENTON" or "SENTSINCE" => reader.Date(out var date) ? new SearchQuery.Sent(DayOf(word[4..]), date) : null,
            _ => null,
        };
        return key is not null || reader.Fail("A search key's argument is wrong");
    }

    private static SearchQuery.Day DayOf(string word) =>
        word switch { "BEFORE" => SearchQuery.Day.Before, "ON" => SearchQuery.Day.On, _ => SearchQuery.Day.Since };

    private SearchQuery.Fuzzy? Fuzzy(ref ImapReader reader)
    {
        var before = _isFuzzy;
        _isFuzzy = UsesFuzzy = true;
        var key = TryRead(ref reader, out var one) ? new SearchQuery.Fuzzy(one) : null;
        _isFuzzy = before;
        return key;
    }

    private static SearchQuery.HasKeyword? Keyword(ref ImapReader reader)
    {
        if (!reader.Atom(out var name))
            return null;
        if (Mail.Keyword.TryParse(Encoding.ASCII.GetString(name), out var keyword))
            return new SearchQuery.HasKeyword(keyword);
        reader.Fail("The keyword is too long");
        return null;
    }

    private string? Text(ref ImapReader reader)
    {
        if (!reader.AString(out var value))
            return null;
        var text = charset.GetString(value);
        _fuzzyLength += _isFuzzy ? text.Length : 0;
        if (++_texts > MaxTexts)
            Exceed(ref reader, $"The search has more than {MaxTexts} texts");
        else if (text.Length > MaxTextLength)
            Exceed(ref reader, $"A text to look for has more than {MaxTextLength} characters");
        else if (_fuzzyLength > MaxFuzzyLength)
            Exceed(ref reader, $"The fuzzy texts have more than {MaxFuzzyLength} characters");
        return Excess is null ? text : null;
    }

    // RFC 7162 §3.1.5: the metadata item may be named; a message has one mod-sequence here, whatever of it changed.
    private SearchQuery.ChangedSince? ModSeq(ref ImapReader reader)
    {
        if (reader.IsNext((byte)'"'))
        {
            if (!(reader.String(out _) && reader.Space()))
                return null;
            if (!(reader.Take("priv"u8) || reader.Take("shared"u8) || reader.Take("all"u8) || reader.Fail("The entry's type is missing")) || !reader.Space())
                return null;
        }

        UsesModSeq = true;
        return reader.ModSeq(out var value) ? new SearchQuery.ChangedSince(value) : null;
    }
}
