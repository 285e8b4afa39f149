namespace Postfach.Files.Tests;

/// <summary>UIDs, UIDVALIDITY and POP3's unique-ids that a Maildir's server kept.</summary>
public sealed class UidTests : IAsyncDisposable
{
    private readonly TestAccount _account = new();

    public ValueTask DisposeAsync() => _account.DisposeAsync();

    [Fact]
    public async Task Dovecots_UIDs_and_names_are_kept()
    {
        Maildir("M", "a", "b", "c", "new");
        _account.Write("M/dovecot-uidlist", "3 V1275660208 N8 G3085f01b7f11094c501100008c4a11c1\n7 W100 Ppop-seven S90 :2.b\n9 :1.a:2,S\n24 :3.c\n");
        await _account.ImportAsync(_account["M"]);
        var inbox = await _account.HeadAsync("INBOX");
        Assert.Equal((1275660208u, 26u), (inbox.UidValidity, inbox.UidNext));
        Assert.Equal(["7 b", "9 a", "24 c", "25 new"], (await _account.ReadAsync()).Select(m => $"{m.Uid} {m.Text[9..].Trim()}"));
        Assert.Equal(["7 pop-seven", "9 000000094c0907b0", "24 000000184c0907b0"], inbox.UniqueIds);
        Assert.Empty(_account.WithNewUids);
        Assert.Equal(new ImportCount(0, 4), await _account.ImportAsync(_account["M"]));
    }

    [Fact]
    public async Task Couriers_UIDs_names_and_keywords_are_kept()
    {
        Maildir("M", "a", "b");
        _account.Write("M/courierimapuiddb", "1 1191258654 12\n3 1.a\n5 2.b\n");
        _account.Write("M/courierpop3dsizelist", "/3 9 1191258000\n1.a:2,S 120 4:1191258000:0\n2.b 120 0:0:0\n");
        _account.Write("M/courierimapkeywords/:list", "$Label1\nwork\n\n1.a:0 1\n2.b:0\n");
        _account.Write("M/courierimapkeywords/.1.2.b", "later\n");
        await _account.ImportAsync(_account["M"]);
        var inbox = await _account.HeadAsync("INBOX");
        Assert.Equal((1191258654u, 12u), (inbox.UidValidity, inbox.UidNext));
        Assert.Equal(["3 UID4-1191258000", "5 2.b"], inbox.UniqueIds);
        Assert.Equal(["3 None $Label1 work", "5 None later"], (await _account.ReadAsync()).Select(m => $"{m.Uid} {m.Flags}"));
    }

    [Fact]
    public async Task A_mailbox_that_was_used_keeps_its_own()
    {
        await _account.ImportAsync(_account.Write("one.eml", "Subject: a\n\nx"));
        var before = await _account.HeadAsync("INBOX");
        Maildir("M", "a");
        _account.Write("M/dovecot-uidlist", "3 V1275660208 N25\n7 Pkept :1.a\n");
        await _account.ImportAsync(_account["M"]);
        var after = await _account.HeadAsync("INBOX");
        Assert.Equal((before.UidValidity, 3u), (after.UidValidity, after.UidNext));
        Assert.Equal(["2 kept"], after.UniqueIds);
        Assert.Equal(["INBOX"], _account.WithNewUids);
    }

    [Fact]
    public async Task A_UIDVALIDITY_is_not_given_a_second_time()
    {
        Maildir("M", "a");
        _account.Write("M/dovecot-uidlist", "3 V1275660208 N25\n7 :1.a\n");
        await _account.ImportAsync(_account["M"], "One");
        await _account.DeleteMailboxAsync("One");
        await _account.ImportAsync(_account["M"], "Two");
        Assert.NotEqual(1275660208u, (await _account.HeadAsync("Two")).UidValidity);
        Assert.Equal(["Two"], _account.WithNewUids);
    }

    [Theory]
    [InlineData("3 V4294967295 N25\n7 :1.a\n")]
    [InlineData("3 V0 N25\n7 :1.a\n")]
    [InlineData("3 V1275660208\n7 :1.a\n")]
    [InlineData("")]
    [InlineData("garbage\n")]
    public async Task A_list_that_cannot_be_gives_new_UIDs(string list)
    {
        Maildir("M", "a");
        _account.Write("M/dovecot-uidlist", list);
        Assert.Equal(new ImportCount(1, 0), await _account.ImportAsync(_account["M"]));
        Assert.Equal(1u, Assert.Single(await _account.ReadAsync()).Uid);
    }

    [Fact]
    public async Task UIDs_go_on_after_an_interruption_and_when_the_account_is_opened_again()
    {
        Maildir("M", [.. Enumerable.Range(0, 200).Select(i => $"m{i}")]);
        _account.Write("M/dovecot-uidlist", "3 V1275660208 N500\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{(i * 2) + 1} :{i + 1}.m{i}\n")));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _account.ImportAsync(_account["M"], stopAfter: 150));
        await _account.ReopenAsync();
        await _account.ImportAsync(_account["M"]);
        await _account.ReopenAsync();
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (uint)(i * 2) + 1), (await _account.ReadAsync()).Select(m => m.Uid));
        var inbox = await _account.HeadAsync("INBOX");
        Assert.Equal((1275660208u, 500u), (inbox.UidValidity, inbox.UidNext));
        Assert.Empty(_account.WithNewUids);
    }

    /// <summary>Files 1.NAME, 2.NAME ... with their names as subjects.</summary>
    private void Maildir(string folder, params string[] names)
    {
        Directory.CreateDirectory(_account[folder + "/new"]);
        for (var i = 0; i < names.Length; i++)
            _account.Write($"{folder}/cur/{i + 1}.{names[i]}:2,", $"Subject: {names[i]}\n");
    }
}
