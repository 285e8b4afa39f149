using Postfach.Mail;
using Postfach.Mime;

namespace Postfach.Store;

/// <summary>One column a criterion; filled from the snapshot, from what the account remembers, and from the keys of each message. Not thread-safe.</summary>
internal sealed class SortColumns : IKeySink
{
    private readonly IReadOnlyList<Message> _messages;
    private readonly IReadOnlyList<byte> _relevance;
    private readonly IReadOnlyList<SortCriterion> _criteria;
    private readonly SortMemory _memory;
    private readonly SortColumn[] _columns;
    private bool _lacksDates, _remembers;

    /// <param name="relevance">For each message, or empty where nobody orders by it.</param>
    public SortColumns(IReadOnlyList<Message> messages, IReadOnlyList<byte> relevance, IReadOnlyList<SortCriterion> criteria, SortMemory memory)
    {
        (_messages, _relevance, _criteria, _memory) = (messages, relevance, criteria, memory);
        _columns = [.. criteria.Select(Make)];
    }

    public bool WantsTexts => _columns.Any(c => c is TextColumn);

    /// <summary>Neither the snapshot nor the account's memory knows all of it.</summary>
    public bool WantsKeys => WantsTexts || _lacksDates;

    public void Take(int index, in KeyNumbers numbers, in KeyTexts texts)
    {
        for (var c = 0; c < _columns.Length; c++)
        {
            if (_columns[c] is TextColumn text)
                text.Set(index, texts[_criteria[c].Key]);
            else if (_criteria[c].Key == SortKey.Date)
                TakeDate((NumberColumn)_columns[c], index, numbers.Sent);
        }
    }

    /// <summary>The places of the messages, in order.</summary>
    /// <param name="remember">All keys are what they should be: the account may remember what comes of them.</param>
    public int[] Order(bool remember)
    {
        _remembers = remember;
        var places = new int[_messages.Count];
        for (var i = 0; i < places.Length; i++)
            places[i] = i;
        Sort(places, 0);
        return places;
    }

    private SortColumn Make(SortCriterion criterion)
    {
        var ranks = KeyTexts.Has(criterion.Key) ? _memory.Ranks(criterion.Key, _messages) : null;
        if (ranks is null && KeyTexts.Has(criterion.Key))
            return new TextColumn(_messages.Count, criterion.Reverse);
        var column = new NumberColumn(_messages.Count, criterion.Reverse);
        for (var i = 0; i < _messages.Count; i++)
            column[i] = ranks is not null ? ranks[i] : criterion.Key == SortKey.Relevancy ? -RelevanceOf(i) : NumberOf(criterion.Key, _messages[i]);
        return column;
    }

    private long RelevanceOf(int index) => _relevance.Count == 0 ? 0 : _relevance[index];

    /// <summary>RFC 5256 §2.2: without a sent date, which may be filled in later, that of the arrival counts.</summary>
    private long NumberOf(SortKey key, in Message message)
    {
        if (key == SortKey.Size)
            return message.Size;
        if (key == SortKey.Arrival)
            return message.InternalDate.UnixSeconds;
        _lacksDates |= !_memory.Sent.TryGet(message.Body, out var sent);
        return sent ?? message.InternalDate.UnixSeconds;
    }

    private void TakeDate(NumberColumn column, int index, long? sent)
    {
        _memory.Sent.Keep(_messages[index].Body, sent);
        column[index] = sent ?? _messages[index].InternalDate.UnixSeconds;
    }

    /// <summary>Orders by one criterion, and what is equal by it by the next. RFC 5256 §3: in the end by the place in the mailbox, never reversed.</summary>
    private void Sort(Span<int> places, int criterion)
    {
        if (criterion == _columns.Length)
        {
            places.Sort();
            return;
        }

        var column = _columns[criterion];
        column.Sort(places);

        // Only the first criterion ranks all messages.
        var ranks = _remembers && criterion == 0 && column is TextColumn ? new int[places.Length] : null;
        var rank = 0;
        for (int first = 0, next; first < places.Length; first = next, rank++)
        {
            for (next = first + 1; next < places.Length && column.AreEqual(places[first], places[next]);)
                next++;
            for (var i = first; ranks is not null && i < next; i++)
                ranks[places[i]] = rank;
            if (next - first > 1)
                Sort(places[first..next], criterion + 1);
        }

        if (ranks is not null)
            Remember(ranks, rank);
    }

    private void Remember(int[] ranks, int count)
    {
        for (var i = 0; _criteria[0].Reverse && i < ranks.Length; i++)
            ranks[i] = count - 1 - ranks[i];
        _memory.Keep(_criteria[0].Key, _messages, ranks);
    }
}
