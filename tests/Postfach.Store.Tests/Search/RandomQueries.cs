using Postfach.Mail;

namespace Postfach.Store.Tests;

/// <summary>Queries for what stands in messages: words, parts of words, phrases, in different cases. From a seed, so that a run can be repeated.</summary>
internal sealed class RandomQueries(IReadOnlyList<SearchTexts> messages, int seed)
{
    private static readonly string[] Own = ["SUBJECT", "FROM", "TO", "CC", "MESSAGE-ID", "RECEIVED", "CONTENT-TYPE"];

    private readonly Random _random = new(seed);

    public IEnumerable<SearchQuery> Words(int count) => Make(count, text => Word(text, 1));

    /// <summary>3 to 8 letters out of a word.</summary>
    public IEnumerable<SearchQuery> Substrings(int count) => Make(count, text =>
    {
        if (Word(text, 4) is not { } word)
            return null;
        var length = Math.Min(word.Length - 1, _random.Next(3, 9));
        return word.Substring(_random.Next(word.Length - length + 1), length);
    });

    /// <summary>Some words with what stands between them; often a piece of a word at the ends.</summary>
    public IEnumerable<SearchQuery> Phrases(int count) => Make(count, text =>
    {
        var start = _random.Next(text.Length);
        var length = Math.Min(text.Length - start, _random.Next(6, 50));
        var phrase = text.Substring(start, length);
        return phrase.Any(char.IsWhiteSpace) && !phrase.Contains('\0', StringComparison.Ordinal) ? phrase : null;
    });

    private IEnumerable<SearchQuery> Make(int count, Func<string, string?> pick)
    {
        while (count > 0)
        {
            var message = messages[_random.Next(messages.Count)];
            if (TryPick(message, pick) is not { } query)
                continue;
            count--;
            yield return query;
        }
    }

    private SearchQuery? TryPick(SearchTexts message, Func<string, string?> pick)
    {
        switch (_random.Next(4))
        {
            case 0 when message.Fields.Where(f => Own.Contains(f.Name) && f.Value.Length > 0).ToList() is { Count: > 0 } fields:
                var (name, value) = fields[_random.Next(fields.Count)];
                return pick(value) is { } inField ? new SearchQuery.Header(name, Cased(inField)) : null;
            case 1 when message.Headers.Count > 0:
                var header = message.Headers[_random.Next(message.Headers.Count)];
                return header.Length > 0 && pick(header) is { } inHeader ? new SearchQuery.Text(Cased(inHeader)) : null;
            default:
                if (message.Bodies.Where(b => b.Length > 0).ToList() is not { Count: > 0 } bodies)
                    return null;
                var body = bodies[_random.Next(bodies.Count)].ToString();
                return pick(body) is not { } inBody ? null : _random.Next(2) == 0 ? new SearchQuery.Body(Cased(inBody)) : new SearchQuery.Text(Cased(inBody));
        }
    }

    private string? Word(string text, int least)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var at = _random.Next(text.Length);
            var (start, end) = (at, at);
            while (start > 0 && char.IsLetterOrDigit(text[start - 1]))
                start--;
            while (end < text.Length && char.IsLetterOrDigit(text[end]))
                end++;
            if (end - start >= least && end - start < 200)
                return text[start..end];
        }

        return null;
    }

    // A case that maps back: mapping is what makes it not count.
    private string Cased(string mapped)
    {
        var other = _random.Next(3) switch { 0 => mapped, 1 => mapped.ToLowerInvariant(), _ => string.Concat(mapped.Select((c, i) => i % 2 == 0 ? char.ToLowerInvariant(c) : c)) };
        return CaseMap.Map(other) == mapped ? other : mapped;
    }
}
