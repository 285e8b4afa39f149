using System.Text;
using CsCheck;
using Postfach.Mail;

namespace Postfach.Store.Tests;

/// <summary>What the words of a text say about the texts within it, against the text itself.</summary>
public sealed class WordQueryTests
{
    private static readonly string[] Pieces =
    [
        "A", "BC", "MAIL", "X1", " ", "  ", "-", ".", ", ", "\r\n", "É", "Ж", "日", "本語", "か\u3099", "カ", "한", "👍", "\uD83D", "\uFFFD", "€", "e\u0301",
        "ABCDEFGHIJKLMNOPQRSTU", "0123456789012345678901234567890123456789", new string('Q', 39), new string('R', 41), "ＡＢ",
    ];

    private static readonly Gen<string> Text = Gen.Int[0, Pieces.Length - 1].Array[0, 12].Select(picks => CaseMap.Map(string.Concat(picks.Select(i => Pieces[i]))));

    [Fact]
    public void A_text_within_another_is_always_among_the_hits_and_alone_where_the_query_is_exact() =>
        Gen.Select(Text, Text, Gen.Int[0, 200], Gen.Int[1, 90], Gen.Bool, Gen.Enum<IndexField>()).Sample((text, other, from, length, fromOther, field) =>
        {
            var source = fromOther ? other : text;
            if (source.Length == 0)
                return;
            var start = from % source.Length;
            var wanted = source.Substring(start, Math.Min(length, source.Length - start));
            var query = new WordQuery(wanted, WordRule.Of(field));
            var words = WordsOf(text, field);
            var passes = query.Tests.All(test => words.Any(word => Passes(test, word)));
            var isThere = text.Contains(wanted, StringComparison.Ordinal);
            Assert.True(passes || !isThere, $"'{wanted}' is in '{text}'");
            Assert.True(!query.IsExact || passes == isThere, $"'{wanted}' is not in '{text}'");
        }, iter: 20_000);

    [Theory]
    [InlineData("MAIL", true)]
    [InlineData("M", true)]
    [InlineData("日本", true)]
    [InlineData("日", true)]
    [InlineData("日本語", false)]
    [InlineData("MAIL LIST", false)]
    [InlineData("MAIL ", false)]
    [InlineData("ABCDEFGHIJKLMNOPQRSTU", false)]
    [InlineData("👍", false)]
    [InlineData("!", false)]
    public void One_word_or_a_part_of_one_needs_no_look(string text, bool isExact) => Assert.Equal(isExact, new WordQuery(text, WordRule.Prose).IsExact);

    [Theory]
    [InlineData("ANNA@EXAMPLE.ORG")]
    [InlineData("ANNA EXAMPLE <AN")]
    public void An_address_needs_no_look(string text) => Assert.True(new WordQuery(text, WordRule.Addresses).IsExact);

    [Fact]
    public void A_whole_name_is_told_from_a_longer_one()
    {
        var query = new WordQuery("X-SPAM", WordRule.Prose, isWhole: true);
        Assert.All(query.Tests, t => Assert.Equal(WordTest.Places.Whole, t.Place));
        Assert.Equal(["SPAM", "X"], query.Tests.Select(t => Encoding.UTF8.GetString(t.Text)));
    }

    [Fact]
    public void A_block_finds_the_words_that_pass()
    {
        var words = Encoding.UTF8.GetBytes("\nA\nAB\nABC\nB\nCAB\n");
        Assert.Equal([1], Find(words, WordTest.Places.Whole, "AB"));
        Assert.Equal([1, 2], Find(words, WordTest.Places.Start, "AB"));
        Assert.Equal([1, 4], Find(words, WordTest.Places.End, "AB"));
        Assert.Equal([1, 2, 3, 4], Find(words, WordTest.Places.Within, "B"));
        Assert.Equal([0, 1, 2], Find(words, WordTest.Places.Start, "A"));
        Assert.Equal([0], Find(words, WordTest.Places.Whole, "A"));
        Assert.Empty(Find(words, WordTest.Places.Within, "D"));
    }

    [Fact]
    public void A_list_of_bodies_comes_back_as_it_was() =>
        Gen.Select(Gen.Int[1, 400], Gen.Int[0, 399].Array[1, 400]).Sample((bodies, picks) =>
        {
            var places = picks.Select(p => p % bodies).Distinct().Order().ToList();
            var written = new System.Buffers.ArrayBufferWriter<byte>();
            PostingList.Write([.. places], bodies, written);
            var read = new List<int>();
            PostingList.Read(written.WrittenSpan, bodies, read);
            Assert.Equal(places, read);
            var marked = new BitSet(bodies);
            PostingList.Read(written.WrittenSpan, marked);
            Assert.Equal(places, Enumerable.Range(0, bodies).Where(marked.Contains));
        });

    private static List<int> Find(byte[] words, WordTest.Places place, string text)
    {
        var found = new List<int>();
        new WordBlock(words).Find(new WordTest(place, Encoding.UTF8.GetBytes(text)).Pattern, found);
        return found;
    }

    private static List<byte[]> WordsOf(string text, IndexField field)
    {
        var words = new WordSet();
        words.Begin();
        words.Add(field, text);
        words.Keep(1);
        var all = new List<byte[]>();
        words.Visit(field, (word, _) => all.Add(word.ToArray()));
        return all;
    }

    private static bool Passes(WordTest test, byte[] word) => test.Place switch
    {
        WordTest.Places.Whole => word.AsSpan().SequenceEqual(test.Text),
        WordTest.Places.Start => word.AsSpan().StartsWith(test.Text),
        WordTest.Places.End => word.AsSpan().EndsWith(test.Text),
        _ => word.AsSpan().IndexOf(test.Text) >= 0,
    };
}
