using Postfach.Mail;

namespace Postfach.Store.Tests;

/// <summary>Identifiers that stay. RFC 8474.</summary>
public sealed class ObjectIdTests
{
    [Theory]
    [InlineData("M00112233445566778899aabbccddeeff-1f", true)]
    [InlineData("M00112233445566778899aabbccddeeff-1F", false)]
    [InlineData("M00112233445566778899AABBCCDDEEFF-1f", false)]
    [InlineData("M00112233445566778899aabbccddeegg-1f", false)]
    [InlineData("M00112233445566778899aabbccddeeff-", false)]
    [InlineData("M00112233445566778899aabbccddeeff-01", false)]
    [InlineData("T0011223344556677", false)]
    [InlineData("M", false)]
    public void An_EMAILID_is_read_as_it_is_written(string text, bool isOne) => Assert.Equal(isOne, EmailId.TryParse(text, out var id) && id.ToString() == text);

    [Theory]
    [InlineData("T0011223344556677", true)]
    [InlineData("Tffffffffffffffff", true)]
    [InlineData("TFFFFFFFFFFFFFFFF", false)]
    [InlineData("T1", false)]
    [InlineData("M0011223344556677", false)]
    public void A_THREADID_is_read_as_it_is_written(string text, bool isOne) => Assert.Equal(isOne, ThreadId.TryParse(text, out var id) && id.ToString() == text);

    [Fact]
    public async Task A_thread_stays_when_another_message_joins_it_to_one_that_was_told()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        await account.AppendAsync("Message-ID: <a@x>\r\n\r\na");
        await account.AppendAsync("Message-ID: <b@x>\r\n\r\nb");
        var before = await ThreadsAsync(account);
        Assert.Equal(2, before.Distinct().Count());
        await account.AppendAsync("Message-ID: <c@x>\r\nReferences: <a@x> <b@x>\r\n\r\nc");
        Assert.Equal([before[0], before[1], before[1]], await ThreadsAsync(account));
        Assert.Equal([before[0], before[1], before[1]], await ThreadsAsync(await store.ReopenAsync()));
    }

    [Fact]
    public async Task A_reply_that_comes_first_and_one_whose_ancestor_has_gone_are_of_the_thread()
    {
        await using var store = new TestStore(o => o with { Grace = TimeSpan.FromDays(1) });
        var account = await store.OpenAsync();
        await account.AppendAsync("Message-ID: <b@x>\r\nReferences: <a@x>\r\n\r\nb");
        await account.AppendAsync("Message-ID: <a@x>\r\n\r\na");
        var threads = await ThreadsAsync(account);
        Assert.Equal(threads[0], threads[1]);
        await account.ExpungeAsync(await account.InboxAsync(), AccountSteps.Uids(1, 2));
        store.Time.Advance(TimeSpan.FromDays(2));
        await account.EndGraceAsync(account.Clock, TestStore.Ct);
        await account.AppendAsync("Message-ID: <c@x>\r\nIn-Reply-To: <b@x>\r\n\r\nc");
        Assert.Equal([threads[0]], await ThreadsAsync(account));
    }

    [Fact]
    public async Task Another_account_gives_the_same_names()
    {
        await using var store = new TestStore();
        var (one, other) = (await store.OpenAsync(1), await store.OpenAsync(2));
        foreach (var account in new[] { one, other })
        {
            await account.FillAsync(account == one ? 1 : 3);
            await account.AppendAsync("Message-ID: <c@x>\r\nReferences: <a@x> <b@x>\r\n\r\nc");
        }

        Assert.Equal((await ThreadsAsync(one))[^1], (await ThreadsAsync(other))[^1]);
        Assert.Equal(3, (await ThreadsAsync(other)).Take(3).Distinct().Count());
    }

    private static async Task<ThreadId[]> ThreadsAsync(Account account)
    {
        var bodies = (await account.InboxAsync()).Current.Messages().Select(m => m.Body).ToList();
        var threads = await account.ThreadsOfAsync(bodies, TestStore.Ct);
        return [.. bodies.Select(b => threads[b])];
    }
}
