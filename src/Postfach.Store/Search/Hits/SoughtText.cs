using Postfach.Mail;

namespace Postfach.Store;

/// <summary>A text that makes a message a hit, so that a snippet of it can be shown there.</summary>
/// <param name="Field">The header field it has to stand in, where the place is a header.</param>
/// <param name="Mapped">As it is found in a mapped text.</param>
/// <param name="Near">What comes near to this word is sought instead; null: the text as it is.</param>
internal sealed record SoughtText(TextQuestion.Places Place, string Field, string Mapped, FuzzyWord? Near = null)
{
    /// <summary>The texts of a query that are wanted; not those that must not be there.</summary>
    public static IReadOnlyList<SoughtText> Of(SearchQuery query) => [.. Walk(query).Where(s => s.Mapped.Length > 0)];

    public bool IsIn(string field, bool isMessage) =>
        Place == TextQuestion.Places.Anywhere || (Place == TextQuestion.Places.Header && isMessage && field.Equals(Field, StringComparison.OrdinalIgnoreCase));

    /// <summary>Calls itself for the keys within; who read the query has bounded how deep they lie.</summary>
    private static IEnumerable<SoughtText> Walk(SearchQuery query) => query switch
    {
        SearchQuery.And and => and.Keys.SelectMany(Walk),
        SearchQuery.Or or => Walk(or.One).Concat(Walk(or.Other)),
        SearchQuery.Header header => [Make(TextQuestion.Places.Header, header.Field, header.Value)],
        SearchQuery.Body body => [Make(TextQuestion.Places.Body, "", body.Value)],
        SearchQuery.Fuzzy fuzzy => Walk(fuzzy.Key).SelectMany(Words),
        SearchQuery.Text text => [Make(TextQuestion.Places.Anywhere, "", text.Value)],
        _ => [],
    };

    private static IEnumerable<SoughtText> Words(SoughtText text) =>
        FuzzyQuestion.Of(text.Place, text.Mapped, text.Field) is { } question ? question.Words.Select(word => text with { Near = word }) : [text];

    private static SoughtText Make(TextQuestion.Places place, string field, string text) => new(place, field, CaseMap.Map(OneLine.Of(text)));
}
