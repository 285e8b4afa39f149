using System.Text;
using Postfach.Mail;
using Postfach.Testing.Corpus;

namespace Postfach.Store.Tests;

/// <summary>
/// Whatever state the index is in, a search finds what a plain look through the decoded texts finds. The messages are the odd ones of <c>tests/data</c> and
/// some made up in several charsets; with the variable <c>POSTFACH_CORPUS</c> they are those of a folder, or of an mbox file, and there are more queries.
/// </summary>
public sealed class ExactSearchTests
{
    private const string Variable = "POSTFACH_CORPUS";

    private static readonly string? Corpus = Environment.GetEnvironmentVariable(Variable);

    private static readonly string[] Charsets = ["utf-8", "iso-8859-1", "windows-1251", "koi8-r", "shift_jis", "gb18030", "euc-kr", "utf-16", "iso-2022-jp"];

    private static readonly string[] Sentences =
    [
        "Die Grüße an Weißmüller kamen über die Straße; naïve Ärzte.", "Привет, Мир! Это письмо о ценах.", "日本語の文章には空白がありません。検索もむずかしい。",
        "统一码联盟的字符集，全文检索。", "한국어 검색은 띄어쓰기가 있다.", "Ｆｕｌｌ ｗｉｄｔｈ and ﬁne ligatures, Ⅷ times.", "Donaudampfschifffahrtsgesellschaftskapitänsmütze",
        "dGhpcyBpcyBqdW5rIHRoYXQgbG9va3MgbGlrZSBiYXNlNjRkYXRhIGJ1dCBpcyBub25l", "http://www.example.org/a/very/long/path?with=a&query=string",
    ];

    [Fact]
    public Task When_nothing_is_indexed() => CheckAsync((_, _) => Task.CompletedTask);

    [Fact]
    public Task When_all_is_indexed() => CheckAsync(async (store, account) =>
    {
        await account.IndexAsync();
        Assert.Equal((await account.InboxAsync()).Current.Exists, await IndexedAsync(account));
    });

    [Fact]
    public Task When_it_was_indexed_by_a_server_that_has_stopped() => CheckAsync(async (store, account) =>
    {
        await account.IndexAsync();
        await store.ReopenAsync();
    });

    [Fact]
    public Task When_the_index_is_behind_and_messages_have_gone() => CheckAsync(async (store, account) =>
    {
        var inbox = await account.InboxAsync();
        await account.IndexAsync();
        await account.ExpungeAsync(inbox, UidSet.From(inbox.Current.Uids().Where(u => u.Value % 3 == 0)));
        foreach (var source in MadeUp(seed: 9))
            await account.AppendAsync(source);
    });

    [Fact]
    public Task When_the_index_is_made_in_many_small_pieces() => CheckAsync(
        (store, account) => account.IndexAsync(),
        (store, account) => account.IndexAsync());

    [Fact]
    public Task When_the_file_was_deleted_and_is_half_built_again() => CheckAsync(async (store, account) =>
    {
        await account.IndexAsync();
        await store.CloseAsync();
        File.Delete(store.IndexPath);
        account = await store.OpenAsync();
        await account.IndexSomeAsync();
    });

    [Fact]
    public Task When_the_file_is_damaged() => CheckAsync(async (store, account) =>
    {
        await account.IndexAsync();
        await store.CloseAsync();
        await using var file = new FileStream(store.IndexPath, FileMode.Open);
        for (var at = 3 * file.Length / 8; at < 7 * file.Length / 8; at += 512)
        {
            file.Position = at;
            file.WriteByte(0x5A);
        }
    });

    [Fact]
    public Task When_the_file_is_no_index_at_all() => CheckAsync(async (store, account) =>
    {
        await store.CloseAsync();
        await File.WriteAllTextAsync(store.IndexPath, "This is no database.");
    });

    private static async Task CheckAsync(Func<TestStore, Account, Task> prepare, Func<TestStore, Account, Task>? whileFilling = null)
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        var count = 0;
        foreach (var source in Sources())
        {
            await account.AppendAsync(source);
            if (whileFilling is not null && ++count % 7 == 0)
                await whileFilling(store, account);
        }

        await prepare(store, account);
        account = await store.OpenAsync();
        var view = (await account.InboxAsync()).Current;
        var texts = new List<SearchTexts>();
        foreach (var message in view.Messages())
            texts.Add(await SearchTexts.ReadAsync(account, message.Body));
        var queries = new RandomQueries(texts, seed: 1);
        var (words, substrings, phrases) = Corpus is null ? (60, 60, 60) : (500, 300, 200);
        foreach (var query in queries.Words(words).Concat(queries.Substrings(substrings)).Concat(queries.Phrases(phrases)))
            await CheckAsync(account, view, texts, query);
    }

    private static async Task CheckAsync(Account account, MailboxSnapshot view, List<SearchTexts> texts, SearchQuery query)
    {
        var expected = Enumerable.Range(0, texts.Count).Where(i => texts[i].Match(query)).Select(i => (uint)i + 1).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await FindAsync(account, view, query));
        Assert.Equal(view.Exists - expected.Count, (await FindAsync(account, view, new SearchQuery.Not(query))).Count);
    }

    private static async Task<List<uint>> FindAsync(Account account, MailboxSnapshot view, SearchQuery query)
    {
        var result = await MailboxSearch.FindAsync(account, query, new SearchScope(view, UidSet.Empty, UidSet.Empty, DateTimeOffset.UnixEpoch), TestStore.Ct);
        Assert.Empty(result.Unreadable);
        return [.. result.Found.Select(m => m.Number.Value)];
    }

    private static async Task<int> IndexedAsync(Account account)
    {
        var asked = account.Index.Ask([], TestStore.Ct);
        Assert.NotNull(asked);
        var count = 0;
        foreach (var message in (await account.InboxAsync()).Current.Messages())
        {
            asked.MoveTo(message.Body);
            count += asked.IsKnown ? 1 : 0;
        }

        return count;
    }

    private static IEnumerable<byte[]> Sources() => Corpus is null
        ? [.. CorpusFiles.Read(Path.Combine(AppContext.BaseDirectory, "odd")).Select(m => m.Bytes), .. MadeUp(seed: 4)]
        : CorpusFiles.Read(Corpus).Select(m => m.Bytes);

    private static IEnumerable<byte[]> MadeUp(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 60; i++)
        {
            var charset = Charsets[random.Next(Charsets.Length)];
            Charset.TryFind(charset, out var encoding);
            var text = string.Join(random.Next(2) == 0 ? " " : "\r\n", Enumerable.Range(0, random.Next(1, 5)).Select(_ => Sentences[random.Next(Sentences.Length)]));
            var isHtml = random.Next(4) == 0;
            if (isHtml)
                text = $"<html><head><style>p {{ color: red }}</style></head><body><p>{text.Replace(" ", " <b>bold</b>&nbsp;", StringComparison.Ordinal)}</p></body></html>";
            var subject = $"=?{charset}?B?{Convert.ToBase64String(encoding!.GetBytes(Sentences[random.Next(Sentences.Length)]))}?=";
            yield return Encoding.ASCII.GetBytes(
                $"From: Anna Beispiel <anna{i % 5}@example.org>\r\nTo: bert@example.net, \"Carla, die Dritte\" <carla@example.com>\r\nSubject: {subject}\r\n"
                + $"Message-ID: <{seed}.{i}@example.org>\r\nContent-Type: text/{(isHtml ? "html" : "plain")}; charset={charset}\r\n"
                + "Content-Disposition: inline; filename*=utf-8''%e2%82%ac%20Gr%C3%BC%C3%9Fe.txt\r\n"
                + $"Content-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(encoding.GetBytes(text), Base64FormattingOptions.InsertLineBreaks)}\r\n");
        }
    }
}
