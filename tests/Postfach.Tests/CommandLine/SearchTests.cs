using System.Text.Json;
using Postfach.Tests.Processes;

namespace Postfach.Tests.CommandLine;

/// <summary>The command that finds messages, without a running server.</summary>
public sealed class SearchTests : IDisposable
{
    private const string Letters = """
        From a@b Thu Aug 22 10:45:52 2002
        From: =?utf-8?q?J=C3=B6rg?= <joerg@example.org>
        Subject: The =?utf-8?q?gr=C3=BC=C3=9Fe?= list
        Date: Thu, 22 Aug 2002 10:45:52 +0000

        Here is our best   offer for you, and GRÜẞE 🙂 offers.

        From a@b Fri Aug 23 10:45:52 2002
        From: Bert <bert@example.org>
        Subject: plain
        Date: Fri, 23 Aug 2002 10:45:52 +0000

        Nothing from JÖRG here [2J but an offer, and [31mthe end.

        """;

    private readonly TempFolder _temp = new();

    public SearchTests() => _temp.Write("data/postfach.json", """{ "Store": { "PasswordIterations": 4096 } }""");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Words_all_have_to_be_in_the_text_and_are_marked_in_it()
    {
        await FillAsync();
        var both = await RunAsync("search", "anna", "offer");
        Assert.Equal((0, ""), (both.Code, both.Error));
        Assert.Equal(
            """
            2002-08-23 10:45  Old:2  Bert <bert@example.org>  plain
                Nothing from JÖRG here [2J but an [offer], and 31mthe end.
            2002-08-22 10:45  Old:1  Jörg <joerg@example.org>  The grüße list
                Here is our best [offer] for you, and GRÜẞE 🙂 [offer]s.

            """,
            both.Output);
        Assert.Equal(2, (await RunAsync("search", "anna", "offer", "Jörg")).Output.Split("Old:").Length - 1);
        Assert.Equal(new Ended(0, "", ""), await RunAsync("search", "anna", "offer nowhere"));
        Assert.Equal(new Ended(0, "", ""), await RunAsync("search", "anna", "\"offer list\""));
        Assert.Contains("Old:1", (await RunAsync("search", "anna", "offer list")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "FROM jörg")]
    [InlineData(1, "FROM", "jörg", "TEXT", "for you")]
    [InlineData(1, "(FROM jörg)")]
    [InlineData(1, "OR FROM nobody SUBJECT \"The gr\"")]
    [InlineData(2, "NOT TEXT nothing-at-all")]
    [InlineData(1, "SENTON 23-Aug-2002")]
    [InlineData(0, "from", "jörg", "--mailbox", "INBOX")]
    [InlineData(2, "from", "jörg")]
    [InlineData(0, "UNSEEN bert", "--words")]
    [InlineData(1, "UNSEEN FROM bert")]
    public async Task What_begins_with_a_key_in_capitals_is_search_keys_and_all_else_is_words(int hits, params string[] query)
    {
        await FillAsync();
        var ended = await RunAsync(["search", "anna", .. query, "--json"]);
        Assert.Equal((0, hits), (ended.Code, ended.Output.Split('\n').Length - 1));
    }

    [Fact]
    public async Task What_comes_near_is_marked_too()
    {
        await FillAsync();
        var ended = await RunAsync("search", "anna", "FUZZY (TEXT \"ofefr grusse\")");
        Assert.Equal((0, 1), (ended.Code, ended.Output.Split("Old:").Length - 1));
        Assert.Contains("best [offer] for you, and [GRÜẞE] ", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_is_an_object_a_line_with_the_hits_counted_in_code_points()
    {
        await FillAsync();
        var ended = await RunAsync("search", "anna", "offer", "--json", "--limit", "1");
        Assert.Contains("newest 1 of 2", ended.Error, StringComparison.Ordinal);
        Assert.Equal("Bert <bert@example.org>", JsonDocument.Parse(ended.Output).RootElement.GetProperty("from").GetString());
        using var line = JsonDocument.Parse((await RunAsync("search", "anna", "FROM joerg TEXT offers", "--json")).Output);
        var hit = line.RootElement;
        Assert.Equal(("Old", 1, "The grüße list"), (hit.GetProperty("mailbox").GetString(), hit.GetProperty("uid").GetInt32(), hit.GetProperty("subject").GetString()));
        Assert.Equal(new DateTimeOffset(2002, 8, 22, 10, 45, 52, TimeSpan.Zero), hit.GetProperty("date").GetDateTimeOffset());
        var snippet = hit.GetProperty("snippet").GetString()!.EnumerateRunes().ToArray();
        var range = Assert.Single(hit.GetProperty("hits").EnumerateArray());
        Assert.Equal("offers", string.Concat(snippet.Skip(range.GetProperty("start").GetInt32()).Take(range.GetProperty("length").GetInt32())));
    }

    [Theory]
    [InlineData(67, "There is no user nobody", "nobody", "offer")]
    [InlineData(66, "There is no mailbox Nowhere", "anna", "offer", "--mailbox", "Nowhere")]
    [InlineData(64, "If it is words, say --words", "anna", "FROM")]
    [InlineData(64, "There is no such search key", "anna", "UNSEEN SOMETHING", "--mailbox", "Old")]
    [InlineData(64, "a double quote that is not closed", "anna", "\"offer")]
    [InlineData(64, "The query is empty", "anna", " ")]
    [InlineData(64, "--limit takes a number", "anna", "offer", "--limit", "0")]
    public async Task What_is_wrong_is_one_line_that_says_what_to_do(int code, string line, params string[] arguments)
    {
        await FillAsync();
        var ended = await RunAsync(["search", .. arguments]);
        Assert.Equal(code, ended.Code);
        Assert.Contains(line, ended.ErrorLine, StringComparison.OrdinalIgnoreCase);
    }

    private async Task FillAsync()
    {
        await InProcess.RunAsync("secret\n", "user", "add", "anna", "--password-stdin", "--data", _temp["data"]);
        var imported = await RunAsync("import", "anna", _temp.Write("mbox", Letters.Replace("[2J", "\x1b[2J", StringComparison.Ordinal).Replace("[31m", "\u009b31m", StringComparison.Ordinal)), "--mailbox", "Old");
        Assert.StartsWith("2 imported", imported.Output, StringComparison.Ordinal);
    }

    private Task<Ended> RunAsync(params string[] arguments) => InProcess.RunAsync("", [.. arguments, "--data", _temp["data"]]);
}
