using System.Text;
using Postfach.Mail;
using Postfach.Mime;

namespace Postfach.Store.Tests;

/// <summary>All mapped texts of a message, in memory: the plain model that a search is compared with.</summary>
internal sealed class SearchTexts : ITextSink
{
    private readonly MappedField _field = new();

    public List<(string Name, string Value)> Fields { get; } = [];

    public List<string> Headers { get; } = [];

    public List<StringBuilder> Bodies { get; } = [];

    public bool HasEnough => false;

    public bool WantsBodies => true;

    public static async Task<SearchTexts> ReadAsync(Account account, BodyId body)
    {
        var texts = new SearchTexts();
        await new MessageTexts(account.Bodies).ReadAsync(body, texts, TestStore.Ct);
        return texts;
    }

    public void TakeField(HeaderField field, bool isMessage)
    {
        _field.Read(field);
        if (isMessage)
            Fields.Add((Encoding.Latin1.GetString(field.Name).ToUpperInvariant(), _field.Value.ToString()));
        Headers.Add(_field.Whole.ToString());
        if (FileNames.Decode(field) is { } name)
            Headers.Add(CaseMap.Map(name));
    }

    public void EndHeader()
    {
    }

    public void BeginBody() => Bodies.Add(new StringBuilder());

    public void TakeBody(ReadOnlySpan<char> text, ReadOnlySpan<char> mapped) => Bodies[^1].Append(mapped);

    /// <summary>Whether a query for one text matches.</summary>
    public bool Match(SearchQuery query) => query switch
    {
        SearchQuery.Body b => BodyHas(CaseMap.Map(b.Value)),
        SearchQuery.Text t => BodyHas(CaseMap.Map(t.Value)) || Headers.Any(h => h.Contains(CaseMap.Map(t.Value), StringComparison.Ordinal)),
        SearchQuery.Header h => Fields.Any(f => f.Name.Equals(h.Field, StringComparison.OrdinalIgnoreCase) && f.Value.Contains(CaseMap.Map(h.Value), StringComparison.Ordinal)),
        _ => throw new ArgumentException("No such query", nameof(query)),
    };

    private bool BodyHas(string mapped) => Bodies.Any(b => b.ToString().Contains(mapped, StringComparison.Ordinal));
}
