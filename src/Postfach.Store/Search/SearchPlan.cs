using Postfach.Mail;

namespace Postfach.Store;

/// <summary>A query made ready for one search: sets resolved, texts mapped, the questions that need a message's text gathered.</summary>
internal sealed class SearchPlan
{
    private readonly SearchScope _scope;
    private readonly List<TextQuestion> _questions = [];
    private readonly List<FuzzyQuestion> _fuzzy = [];
    private readonly Dictionary<(TextQuestion.Places, string, string), TextQuestion> _known = [];
    private readonly Dictionary<(TextQuestion.Places, string, string), FuzzyQuestion> _knownFuzzy = [];
    private bool _isFuzzy;

    public SearchPlan(SearchQuery query, SearchScope scope)
    {
        _scope = scope;
        Root = Make(query);
    }

    public SearchKey Root { get; }

    public IReadOnlyList<TextQuestion> Questions => _questions;

    public IReadOnlyList<FuzzyQuestion> Fuzzy => _fuzzy;

    /// <summary>There is a fuzzy key in the query.</summary>
    public bool IsFuzzy { get; private set; }

    public SentDay Sent { get; } = new();

    /// <summary>What an index knows; null while none was asked.</summary>
    public IndexAnswers? Answers { get; set; }

    /// <summary>Calls itself for the keys within; who read the query has bounded how deep they lie.</summary>
    private SearchKey Make(SearchQuery query) => query switch
    {
        SearchQuery.And and => new SearchKey.All([.. and.Keys.Select(Make).OrderBy(k => k is SearchKey.Simple ? 0 : 1)]),
        SearchQuery.Or or => new SearchKey.Either(Make(or.One), Make(or.Other)),
        SearchQuery.Not not => new SearchKey.Not(Make(not.Key)),
        SearchQuery.Header h => Ask(TextQuestion.Places.Header, h.Value, h.Field),
        SearchQuery.Body b => Ask(TextQuestion.Places.Body, b.Value, ""),
        SearchQuery.Text t => Ask(TextQuestion.Places.Anywhere, t.Value, ""),
        SearchQuery.Sent s => Ask(s),
        SearchQuery.Fuzzy f => MakeFuzzy(f.Key),
        _ => new SearchKey.Simple(Test(query)),
    };

    // RFC 6203 §5 leaves it to us which keys are more than exact: those for texts are.
    private SearchKey MakeFuzzy(SearchQuery query)
    {
        var before = _isFuzzy;
        _isFuzzy = IsFuzzy = true;
        var key = Make(query);
        _isFuzzy = before;
        return key;
    }

    private Func<Message, bool> Test(SearchQuery query)
    {
        switch (query)
        {
            case SearchQuery.Flag f:
                return m => m.Flags.Has(f.Flags);
            case SearchQuery.HasKeyword k:
                return m => m.Flags.Has(k.Keyword);
            case SearchQuery.Recent:
                return m => _scope.Recent.Contains(m.Uid);
            case SearchQuery.Numbers n:
                return In(n.Set.IsSaved ? _scope.Saved : _scope.View.ResolvePresent(n.Set));
            case SearchQuery.Uids u:
                return In(u.Set.IsSaved ? _scope.Saved : _scope.View.ResolveUids(u.Set));
            case SearchQuery.Arrived a:
                return m => Compare(a.When, DateOnly.FromDateTime(m.InternalDate.ToDateTimeOffset().DateTime), a.Date);
            case SearchQuery.Older o:
                return m => m.InternalDate.ToDateTimeOffset() <= _scope.Now.AddSeconds(-(double)o.Seconds);
            case SearchQuery.Younger y:
                return m => m.InternalDate.ToDateTimeOffset() >= _scope.Now.AddSeconds(-(double)y.Seconds);
            case SearchQuery.Saved v:
                return m => Compare(v.When, DateOnly.FromDateTime(m.SaveDate.UtcDateTime), v.Date);
            case SearchQuery.Bodies b:
                return m => b.Ids.Contains(m.Body) && (b.At is null || b.At == m.InternalDate);
            case SearchQuery.Larger l:
                return m => m.Size > l.Bytes;
            case SearchQuery.Smaller s:
                return m => m.Size < s.Bytes;
            case SearchQuery.ChangedSince c:
                return m => m.ModSeq >= c.ModSeq;
            default:
                throw new ArgumentException($"{query.GetType().Name} is no key.", nameof(query));
        }
    }

    private static Func<Message, bool> In(UidSet uids) => m => uids.Contains(m.Uid);

    private static bool Compare(SearchQuery.Day when, DateOnly day, DateOnly with) =>
        when switch { SearchQuery.Day.Before => day < with, SearchQuery.Day.On => day == with, _ => day >= with };

    private SearchKey.Sent Ask(SearchQuery.Sent query)
    {
        return new SearchKey.Sent(Sent, day => Compare(query.When, day, query.Date));
    }

    private SearchKey Ask(TextQuestion.Places place, string text, string field)
    {
        var (mapped, name) = (CaseMap.Map(text), field.ToUpperInvariant());
        if (_isFuzzy && AskFuzzily(place, mapped, name) is { } fuzzy)
            return new SearchKey.Fuzzy(fuzzy);
        if (!_known.TryGetValue((place, mapped, name), out var question))
        {
            question = new TextQuestion(place, mapped, name);
            _known.Add((place, mapped, name), question);
            _questions.Add(question);
        }

        return new SearchKey.Text(question);
    }

    private FuzzyQuestion? AskFuzzily(TextQuestion.Places place, string mapped, string name)
    {
        if (!_knownFuzzy.TryGetValue((place, mapped, name), out var question) && FuzzyQuestion.Of(place, mapped, name) is { } made)
        {
            question = made;
            _knownFuzzy.Add((place, mapped, name), question);
            _fuzzy.Add(question);
        }

        return question;
    }
}
