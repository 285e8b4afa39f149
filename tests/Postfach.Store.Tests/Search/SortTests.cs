using CsCheck;
using Postfach.Mail;

namespace Postfach.Store.Tests;

/// <summary>Orders over a real store; what messages are ordered by is kept, and made again where it is gone.</summary>
public sealed class SortTests
{
    private static readonly SortCriterion[] Criteria = [new(SortKey.Subject), new(SortKey.Date, Reverse: true)];

    [Fact]
    public async Task An_order_is_the_same_before_and_after_its_keys_are_kept_and_thrown_away()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        for (var i = 0; i < 60; i++)
            await account.AppendAsync($"Subject: Re: {(char)('a' + (i * 7 % 13))}\r\nDate: {1 + (i * 5 % 28)} Oct 2026 12:00:00 +0000\r\n\r\n{i}\r\n");
        var wanted = Enumerable.Range(0, 60).OrderBy(i => i * 7 % 13).ThenByDescending(i => i * 5 % 28).Select(i => (uint)i + 1).ToArray();
        Assert.Equal(wanted, await OrderAsync(account));
        Assert.Equal(wanted, await OrderAsync(account));
        await store.CloseAsync();
        using (var file = Database.Open(store.MailPath))
            file.Execute("DELETE FROM key_numbers WHERE body % 2 = 0; UPDATE key_texts SET texts = x'00' WHERE body % 3 = 0; DELETE FROM listed_fields WHERE body % 5 = 0");
        Assert.Equal(wanted, await OrderAsync(await store.OpenAsync()));
    }

    [Fact]
    public async Task What_is_remembered_of_an_order_holds_for_every_later_one()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        var letters = new List<int>();
        foreach (var (arriving, key, reverse) in Gen.Select(Gen.Int[0, 4].Array[0, 6], Gen.Enum<SortKey>().Where(k => k != SortKey.Relevancy), Gen.Bool).Array[80].Single())
        {
            foreach (var letter in arriving)
            {
                letters.Add(letter);
                await account.AppendAsync(Letter(letter, letters.Count), date: InternalDate.From(new DateTimeOffset(2026, 1, 1, letter, 0, 0, TimeSpan.Zero)));
            }

            // Now all of them, now some.
            var some = (await account.InboxAsync()).Current.Messages().Where(m => reverse || m.Number.Value % 3 != 0).ToList();
            var order = await MailboxSort.OrderAsync(account, some, [new(key, reverse)], TestStore.Ct);
            var wanted = reverse
                ? some.Select(m => m.Number).OrderByDescending(n => letters[(int)n.Value - 1]).ThenBy(n => n)
                : some.Select(m => m.Number).OrderBy(n => letters[(int)n.Value - 1]).ThenBy(n => n);
            Assert.Equal(wanted, order.Found.Select(m => m.Number));
        }
    }

    [Fact]
    public async Task Keys_go_with_their_messages()
    {
        await using var store = new TestStore(o => o with { Grace = TimeSpan.FromDays(1) });
        var account = await store.OpenAsync();
        await account.FillAsync(3);
        Assert.Equal(3, (await OrderAsync(account)).Length);
        await account.ExpungeAsync(await account.InboxAsync(), UidSet.Of(new Uid(2)));
        store.Time.Advance(TimeSpan.FromDays(2));
        await account.EndGraceAsync(account.Clock, TestStore.Ct);
        await store.CloseAsync();
        using var file = Database.Open(store.MailPath);
        Assert.Equal((2, 2), (Count(file, "key_numbers"), Count(file, "key_texts")));
    }

    /// <summary>By whatever it is ordered, it is by this number.</summary>
    private static string Letter(int letter, int number)
    {
        var name = (char)('a' + letter);
        return $"From: {name} <{name}@x>\r\nTo: {name} <{name}@x>\r\nCc: {name}@x\r\nSubject: {name}\r\nDate: {1 + letter} Oct 2026 12:00:00 +0000\r\n\r\n{number:0000}{new string('x', letter)}\r\n";
    }

    private static long Count(Database file, string table)
    {
        var row = file[$"SELECT count(*) FROM {table}"];
        row.Step();
        var count = row.Int64(0);
        row.Reset();
        return count;
    }

    private static async Task<uint[]> OrderAsync(Account account)
    {
        var messages = (await account.InboxAsync()).Current.Messages().ToList();
        var order = await MailboxSort.OrderAsync(account, messages, Criteria, TestStore.Ct);
        Assert.Empty(order.Unreadable);
        return [.. order.Found.Select(m => m.Number.Value)];
    }
}
