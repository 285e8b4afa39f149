using Postfach.Mail;

namespace Postfach.Store.Tests;

/// <summary>Fuzzy searches: the index and a look at the texts agree, and relevance is as its formula says.</summary>
public sealed class FuzzySearchTests
{
    private static readonly string[] Words = ["offer", "offers", "ofer", "roof", "Straße", "search", "searching", "café", "日本語", "12", "longwordlongwordlongwordlongwordlongwordlongword"];

    [Fact]
    public async Task The_index_and_a_look_find_the_same()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            string Some(int most) => string.Join(i % 3 == 0 ? "-" : " ", Enumerable.Range(0, random.Next(most)).Select(_ => Words[random.Next(Words.Length)]));
            await account.AppendAsync($"From: {Some(2)} <{Some(2)}@example.org>\r\nSubject: {Some(4)}\r\nX-Note: {Some(3)}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{Some(8)}\r\n{Some(2)}\r\n");
            if (i == 40)
                await account.IndexAsync();
        }

        string[] asked = ["offer", "ofefr", "OFFERING", "strasse", "cafe", "日本", "語", "1", "serach", "longwordlongwordlongwordlongwordlongword", "note", "example"];
        foreach (var text in asked)
        {
            SearchQuery[] keys =
            [
                new SearchQuery.Text(text), new SearchQuery.Body(text), new SearchQuery.Header("SUBJECT", text), new SearchQuery.Header("From", text), new SearchQuery.Header("x-note", text),
                new SearchQuery.Not(new SearchQuery.Text(text)),
                new SearchQuery.Or(new SearchQuery.Body(text), new SearchQuery.Text(text + " roof")),
            ];
            foreach (var key in keys)
                await AgreeAsync(account, new SearchQuery.Fuzzy(key));
        }
    }

    [Fact]
    public async Task A_rare_word_counts_more_than_one_that_is_everywhere()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        for (var i = 0; i < 30; i++)
            await account.AppendAsync($"Subject: {(i == 7 ? "zebra" : "common")} {i}\r\n\r\n{(i == 8 ? "zebra" : "common")}\r\n");
        await account.IndexAsync();
        var result = await FindAsync(account, new SearchQuery.Fuzzy(new SearchQuery.Text("zebra common")));
        Assert.Equal([8u, 9u], result.Found.Select(m => m.Uid.Value));

        // In the first the rare word stands in the subject and the other in the body; in the second it is the other way round.
        var (rare, common) = (Math.Log(1 + (30 / 2.0)), Math.Log(1 + (30 / 30.0)));
        Assert.Equal([Percent((rare * 100) + (common * 70)), Percent((rare * 70) + (common * 100))], result.Relevance);

        byte Percent(double sum) => (byte)Math.Round(sum / (rare + common));
    }

    [Fact]
    public async Task There_is_no_relevance_where_nothing_is_fuzzy()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        await account.FillAsync(3);
        Assert.Empty((await FindAsync(account, new SearchQuery.Text("1"))).Relevance);
    }

    private static async Task AgreeAsync(Account account, SearchQuery query)
    {
        var inbox = await account.InboxAsync();
        var looked = await MailboxSearch.FindByLookingAsync(account.Bodies, query, Scope(inbox), TestStore.Ct);
        var found = await FindAsync(account, query);
        Assert.Equal((query, string.Join(' ', looked.Found.Select(m => m.Uid))), (query, string.Join(' ', found.Found.Select(m => m.Uid))));
        if (query is SearchQuery.Fuzzy { Key: SearchQuery.Text or SearchQuery.Body or SearchQuery.Header })
            Assert.Equal((query, string.Join(' ', looked.Relevance)), (query, string.Join(' ', found.Relevance)));
    }

    private static async Task<SearchResult> FindAsync(Account account, SearchQuery query) =>
        await MailboxSearch.FindAsync(account, query, Scope(await account.InboxAsync()), TestStore.Ct);

    private static SearchScope Scope(Mailbox mailbox) => new(mailbox.Current, UidSet.Empty, UidSet.Empty, DateTimeOffset.UnixEpoch);
}
