using Postfach.Mail;
using Postfach.Mime;

namespace Postfach.Store;

/// <summary>One column a criterion; filled from the snapshot and from the keys of each message. Not thread-safe.</summary>
internal sealed class SortColumns : IKeySink
{
    private readonly IReadOnlyList<Message> _messages;
    private readonly IReadOnlyList<SortCriterion> _criteria;
    private readonly SortColumn[] _columns;

    public SortColumns(IReadOnlyList<Message> messages, IReadOnlyList<SortCriterion> criteria)
    {
        (_messages, _criteria) = (messages, criteria);
        _columns = [.. criteria.Select(Make)];
        WantsTexts = criteria.Any(c => KeyTexts.Has(c.Key));
    }

    public bool WantsTexts { get; }

    /// <summary>The snapshot alone does not know it.</summary>
    public bool WantsKeys => _criteria.Any(c => c.Key is not (SortKey.Arrival or SortKey.Size));

    public void Take(int index, in KeyNumbers numbers, in KeyTexts texts)
    {
        for (var c = 0; c < _columns.Length; c++)
        {
            if (_columns[c] is TextColumn text)
                text.Set(index, texts[_criteria[c].Key]);
            else if (_criteria[c].Key == SortKey.Date && numbers.Sent is { } sent)
                ((NumberColumn)_columns[c])[index] = sent;
        }
    }

    /// <summary>The places of the messages, in order.</summary>
    public int[] Order()
    {
        var places = new int[_messages.Count];
        for (var i = 0; i < places.Length; i++)
            places[i] = i;
        Sort(places, 0);
        return places;
    }

    private SortColumn Make(SortCriterion criterion)
    {
        if (KeyTexts.Has(criterion.Key))
            return new TextColumn(_messages.Count, criterion.Reverse);
        var column = new NumberColumn(_messages.Count, criterion.Reverse);

        // RFC 5256 §2.2: without a sent date, which is filled in later, that of the arrival counts.
        for (var i = 0; i < _messages.Count; i++)
            column[i] = criterion.Key == SortKey.Size ? _messages[i].Size : _messages[i].InternalDate.UnixSeconds;
        return column;
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
        for (int first = 0, next; first < places.Length; first = next)
        {
            for (next = first + 1; next < places.Length && column.AreEqual(places[first], places[next]);)
                next++;
            if (next - first > 1)
                Sort(places[first..next], criterion + 1);
        }
    }
}
