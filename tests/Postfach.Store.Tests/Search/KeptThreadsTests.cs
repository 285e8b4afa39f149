using CsCheck;
using Postfach.Mail;

namespace Postfach.Store.Tests;

/// <summary>Threads of a whole mailbox that are kept up to date are those of the whole computation; and how long they are kept.</summary>
public sealed class KeptThreadsTests
{
    private const int Ids = 12;

    private static readonly Gen<string> Id = Gen.Int[1, Ids].Select(n => $"m{n}");

    // Few identifiers: parents are missing, identifiers doubled, references in loops. Few subjects: threads are joined.
    private static readonly Gen<PlainLetter> Letter =
        Gen.Select(Gen.Int[0, 4], Id, Id.Array[0, 4], Gen.Int[0, 3].Select(n => new[] { "", "S", "T", "U" }[n]), Gen.Bool, Gen.Int[0, 5])
            .Select((none, id, references, subject, isReply, sent) => new PlainLetter(none == 0 ? null : id, references, subject, isReply && subject.Length > 0, sent));

    // What comes, and which of the messages that are there leave; whether it is asked with an older view.
    private static readonly Gen<(PlainLetter[] Came, int[] Left, bool IsOld)> Step = Gen.Select(Letter.Array[0, 3], Gen.Int[0, 30].Array[0, 2], Gen.Int[0, 5].Select(n => n == 0));

    [Fact]
    public async Task After_each_change_they_are_those_of_the_whole_computation()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        var run = 0;
        foreach (var steps in Step.Array[12].Array[60].Single())
        {
            var name = $"Run {run++}";
            await account.CreateMailboxAsync(MailboxName.Parse(name), SpecialUse.None, TestStore.Anna, TestStore.Ct);
            var mailbox = (await account.OpenMailboxAsync(MailboxName.Parse(name), TestStore.Ct))!;
            var letters = new Dictionary<Uid, PlainLetter>();
            foreach (var (came, left, isOld) in steps)
            {
                var before = mailbox.Current;
                foreach (var letter in came)
                {
                    letters.Add(mailbox.Current.UidNext, letter);
                    await account.AppendAsync(letter.Text, name);
                }

                var leaving = left.Where(n => n < before.Exists).Select(n => before[new SequenceNumber((uint)n + 1)].Uid).ToList();
                if (leaving.Count > 0)
                    await account.ExpungeAsync(mailbox, UidSet.From(leaving));
                foreach (var view in isOld ? [mailbox.Current, before, mailbox.Current] : new[] { mailbox.Current })
                    await CheckAsync(account, view, letters);
            }
        }
    }

    [Fact]
    public async Task They_are_let_go_when_nobody_asks_for_them_any_more()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        await account.FillAsync(100);
        var view = (await account.InboxAsync()).Current;
        var first = await ThreadAsync(account, view);
        Assert.Same(first, await ThreadAsync(account, view));
        Assert.InRange(store.Store.ThreadMemory.Bytes, 100, 100_000);
        store.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.False(store.Store.LetGoOfUnused());
        store.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.True(store.Store.LetGoOfUnused());
        Assert.Equal(0, store.Store.ThreadMemory.Bytes);
        Assert.NotSame(first, await ThreadAsync(account, view));
        await store.CloseAsync();
    }

    [Fact]
    public async Task Where_they_are_too_many_those_unused_the_longest_go()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        await account.FillAsync(50);
        var memory = new ThreadMemory(store.Time, maxBytes: 10_000);
        var found = (await account.InboxAsync()).Current.Messages().ToList();
        for (var mailbox = 1; mailbox <= 3; mailbox++)
        {
            await memory.Of(account.Id, new MailboxId(mailbox)).FindAsync(account.Keys, found, ThreadAlgorithm.References, TestStore.Ct);
            store.Time.Advance(TimeSpan.FromSeconds(1));
            memory.Bound();
            Assert.InRange(memory.Bytes, 1, 10_000);
        }

        Assert.NotEqual(0, memory.Of(account.Id, new MailboxId(3)).Bytes);
        Assert.Equal(0, memory.Of(account.Id, new MailboxId(1)).Bytes);
    }

    [Fact]
    public async Task A_question_that_is_broken_off_leaves_nothing_half_done()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        await account.FillAsync(20);
        var before = (await account.InboxAsync()).Current;
        await ThreadAsync(account, before);
        await account.FillAsync(5);
        var view = (await account.InboxAsync()).Current;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => MailboxThreads.FindAsync(account, view, [.. view.Messages()], ThreadAlgorithm.References, new CancellationToken(canceled: true)));
        Assert.Equal(25, (await ThreadAsync(account, view)).Messages);
    }

    private static async Task CheckAsync(Account account, MailboxSnapshot view, Dictionary<Uid, PlainLetter> letters)
    {
        var found = view.Messages().ToList();
        var there = found.Select(m => letters[m.Uid]).ToList();
        foreach (var algorithm in new[] { ThreadAlgorithm.References, ThreadAlgorithm.Refs })
        {
            var (forest, _) = await MailboxThreads.FindAsync(account, view, found, algorithm, TestStore.Ct);
            var nodes = new List<(int, int)>();
            List(forest, forest.FirstRoot, 0, nodes);
            Assert.Equal(PlainThreads.Find(there, algorithm), nodes);
        }
    }

    private static void List(ThreadForest forest, int node, int depth, List<(int, int)> nodes)
    {
        for (; node != ThreadForest.None; node = forest.NextSibling[node])
        {
            nodes.Add((depth, forest.IsMessage(node) ? node : -1));
            List(forest, forest.FirstChild[node], depth + 1, nodes);
        }
    }

    private static async Task<ThreadForest> ThreadAsync(Account account, MailboxSnapshot view) =>
        (await MailboxThreads.FindAsync(account, view, [.. view.Messages()], ThreadAlgorithm.References, TestStore.Ct)).Threads;
}
