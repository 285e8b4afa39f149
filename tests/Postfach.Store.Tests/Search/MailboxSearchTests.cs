using System.Text;
using CsCheck;
using Postfach.Mail;

namespace Postfach.Store.Tests;

/// <summary>Searches against a plain model: every message's text as it was before it was encoded.</summary>
public sealed class MailboxSearchTests
{
    private static readonly string[] Words = ["Grüße", "straße", "network", "日本語", "Привет", "café", "aaab", "x y"];

    private static readonly Gen<string> Phrase = Gen.Int[0, Words.Length - 1].Select(i => Words[i]).Array[1, 4].Select(words => string.Join(' ', words));

    private static readonly Gen<string> Wanted = Gen.Select(Phrase, Gen.Int[0, 20], Gen.Int[1, 12], Gen.Bool)
        .Select((text, at, length, upper) =>
        {
            var from = at % text.Length;
            var part = text.Substring(from, Math.Min(length, text.Length - from));
            return upper ? part.ToUpperInvariant() : part;
        });

    private static readonly Gen<SearchQuery> Query = Gen.Recursive<SearchQuery>((depth, inner) => depth > 3 ? Leaf() : Gen.OneOf(
        Leaf(),
        Leaf(),
        inner.Select(q => (SearchQuery)new SearchQuery.Not(q)),
        Gen.Select(inner, inner).Select((a, b) => (SearchQuery)new SearchQuery.Or(a, b)),
        inner.Array[0, 3].Select(keys => (SearchQuery)new SearchQuery.And([.. keys]))));

    private sealed record Letter(string Subject, string Body, string Charset, bool Quoted, MessageFlags Flags, int Day)
    {
        public string Source()
        {
            var encoding = Charset == "utf-8" ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(Charset)!;
            var subject = $"=?{Charset}?B?{Convert.ToBase64String(encoding.GetBytes(Subject))}?=";
            var octets = encoding.GetBytes(Body);
            var body = Quoted ? string.Concat(octets.Select((o, i) => $"={o:X2}" + (i % 20 == 19 ? "=\r\n" : ""))) : Convert.ToBase64String(octets);
            return $"Subject: {subject}\r\nDate: {Day} Oct 2026 12:00:00 +0000\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                + $"Content-Type: text/plain; charset={Charset}\r\nContent-Transfer-Encoding: {(Quoted ? "quoted-printable" : "base64")}\r\n\r\n{body}\r\n--b--\r\n";
        }
    }

    private static readonly Gen<Letter> Letters =
        Gen.Select(Phrase, Phrase, Gen.Bool.Select(utf8 => utf8 ? "utf-8" : "gb18030"), Gen.Bool, Gen.Int[0, 31], Gen.Int[1, 31])
            .Select((subject, body, charset, quoted, flags, day) => new Letter(subject, body, charset, quoted, (MessageFlags)flags, day));

    [Fact]
    public async Task Any_query_finds_what_a_plain_look_at_every_message_finds()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        var letters = Letters.Array[60].Single();
        foreach (var letter in letters)
        {
            await account.AppendAsync(letter.Source(), flags: FlagSet.Of(letter.Flags));
            if (letter == letters[^10])
                await account.IndexAsync();
        }

        await Query.SampleAsync(async query =>
        {
            var found = (await FindAsync(account, query)).Select(m => (int)m.Number.Value);
            Assert.Equal(Enumerable.Range(1, letters.Length).Where(n => Matches(query, letters[n - 1], n)), found);
        }, iter: 200);
    }

    [Fact]
    public async Task A_text_over_the_borders_of_pieces_is_found()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        for (var shift = 0; shift < 6; shift++)
            await account.AppendAsync($"Subject: x\r\n\r\n{new string('a', (64 << 10) - 3 - shift)}Grüße{new string('b', 200_000)}");
        Assert.Equal(6, (await FindAsync(account, new SearchQuery.Body("aGRÜßEb"))).Count);
        Assert.Empty(await FindAsync(account, new SearchQuery.Body("bGrüße")));
    }

    [Fact]
    public async Task A_message_within_is_searched_and_what_is_no_text_is_not()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        await account.AppendAsync(
            "Subject: outer\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninside\r\n"
            + "--b\r\nContent-Type: application/pdf; name=attached.pdf\r\n\r\nbinary\r\n--b--\r\n");
        Assert.Single(await FindAsync(account, new SearchQuery.Body("inside")));
        Assert.Single(await FindAsync(account, new SearchQuery.Text("inner")));
        Assert.Single(await FindAsync(account, new SearchQuery.Text("attached.pdf")));
        Assert.Empty(await FindAsync(account, new SearchQuery.Body("inner")));
        Assert.Empty(await FindAsync(account, new SearchQuery.Text("binary")));
        Assert.Empty(await FindAsync(account, new SearchQuery.Header("SUBJECT", "inner")));
    }

    [Fact]
    public async Task What_is_in_a_message_in_an_odd_way_is_found_too()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        await account.AppendAsync("no field at all\r\nSubject: x\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n");
        await account.AppendAsync("Subject: y\r\nContent-Type: image/png\r\n\r\nbinary");
        Assert.Single(await FindAsync(account, new SearchQuery.Text("field at")));
        Assert.Single(await FindAsync(account, new SearchQuery.Body("ACTION: F")));
        Assert.Equal(2, (await FindAsync(account, new SearchQuery.Body(""))).Count);
        Assert.Empty(await FindAsync(account, new SearchQuery.Header("X", "")));
    }

    [Fact]
    public async Task A_search_is_broken_off()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        await account.FillAsync(10);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var scope = await ScopeAsync(account);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => MailboxSearch.FindAsync(account, new SearchQuery.Body("x"), scope, stop.Token));
    }

    private static Gen<SearchQuery> Leaf() => Gen.OneOf(
        Wanted.Select(t => (SearchQuery)new SearchQuery.Body(t)),
        Wanted.Select(t => (SearchQuery)new SearchQuery.Text(t)),
        Wanted.Select(t => (SearchQuery)new SearchQuery.Header("subject", t)),
        Gen.Int[0, 4].Select(bit => (SearchQuery)new SearchQuery.Flag((MessageFlags)(1 << bit))),
        Gen.Select(Gen.Enum<SearchQuery.Day>(), Gen.Int[1, 31]).Select((when, day) => (SearchQuery)new SearchQuery.Sent(when, new DateOnly(2026, 10, day))),
        Gen.Select(Gen.UInt[0, 70], Gen.UInt[0, 70]).Select((a, b) => (SearchQuery)new SearchQuery.Numbers(new SequenceSet([new(a, b)]))));

    private static bool Matches(SearchQuery query, Letter letter, int number) => query switch
    {
        SearchQuery.Not not => !Matches(not.Key, letter, number),
        SearchQuery.Or or => Matches(or.One, letter, number) || Matches(or.Other, letter, number),
        SearchQuery.And and => and.Keys.All(k => Matches(k, letter, number)),
        SearchQuery.Body b => Has(letter.Body, b.Value),
        SearchQuery.Text t => Has(letter.Body, t.Value) || Has($"Subject: {letter.Subject}", t.Value) || HeaderHas(letter, t.Value),
        SearchQuery.Header h => Has(letter.Subject, h.Value),
        SearchQuery.Flag f => letter.Flags.HasFlag(f.Flags),
        SearchQuery.Sent { When: SearchQuery.Day.Before } s => letter.Day < s.Date.Day,
        SearchQuery.Sent { When: SearchQuery.Day.On } s => letter.Day == s.Date.Day,
        SearchQuery.Sent s => letter.Day >= s.Date.Day,
        SearchQuery.Numbers n => n.Set.Resolve(60).Any(r => r.First <= number && number <= r.Last),
        _ => throw new ArgumentException("No such query", nameof(query)),
    };

    private static bool HeaderHas(Letter letter, string text) => letter.Source().Split("\r\n").Where(l => l.StartsWith("Content-", StringComparison.Ordinal))
        .Append($"Date: {letter.Day} Oct 2026 12:00:00 +0000").Any(l => Has(l, text));

    private static bool Has(string text, string part) => CaseMap.Map(text).Contains(CaseMap.Map(part), StringComparison.Ordinal);

    private static async Task<SearchScope> ScopeAsync(Account account) =>
        new((await account.InboxAsync()).Current, UidSet.Empty, UidSet.Empty, DateTimeOffset.UnixEpoch);

    private static async Task<IReadOnlyList<Message>> FindAsync(Account account, SearchQuery query)
    {
        var result = await MailboxSearch.FindAsync(account, query, await ScopeAsync(account), TestStore.Ct);
        Assert.Empty(result.Unreadable);
        return result.Found;
    }
}
