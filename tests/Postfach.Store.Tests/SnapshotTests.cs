using CsCheck;
using Postfach.Mail;

namespace Postfach.Store.Tests;

/// <summary>Snapshots: what a session sees, what it must be told, and that the millionth message costs no more than the first.</summary>
public sealed class SnapshotTests
{
    private static readonly SnapshotHead Head = new(new MailboxId(1), new UidValidity(1), new Uid(1), default, []);

    private static readonly Gen<Step> AnyStep = Gen.OneOf<Step>(
        Gen.Int[1, 1500].Select(count => (Step)new Step.Append(count)),
        Gen.Select(Gen.UInt[1, 4000], Gen.UInt[0, 1200], Gen.Byte[1, 31], (first, count, flags) => (Step)new Step.Add(first, first + count, (MessageFlags)flags)),
        Gen.Select(Gen.UInt[1, 4000], Gen.UInt[0, 1200], (first, count) => (Step)new Step.Remove(first, first + count)));

    [Fact]
    public void A_snapshot_is_what_a_plain_list_would_be_after_any_changes()
    {
        AnyStep.List[1, 12].Sample(
            steps =>
            {
                var (snapshot, model) = Empty();
                foreach (var step in steps)
                {
                    (snapshot, model) = (Apply(step, snapshot), Apply(step, model, snapshot.UidNext));
                    AssertSame(model, snapshot);
                }
            },
            iter: 150);
    }

    [Fact]
    public void Older_snapshots_stay_what_they_were()
    {
        AnyStep.List[2, 10].Sample(
            steps =>
            {
                var (snapshot, model) = Empty();
                var history = new List<(MailboxSnapshot, List<Row>)>();
                foreach (var step in steps)
                {
                    (snapshot, model) = (Apply(step, snapshot), Apply(step, model, snapshot.UidNext));
                    history.Add((snapshot, model));
                }

                foreach (var (then, expected) in history)
                    AssertSame(expected, then);
            },
            iter: 60);
    }

    [Fact]
    public void The_difference_of_two_snapshots_brings_a_client_from_one_to_the_other()
    {
        Gen.Select(AnyStep.List[1, 8], AnyStep.List[0, 8]).Sample(
            (before, between) =>
            {
                var (told, toldModel) = Empty();
                foreach (var step in before)
                    (told, toldModel) = (Apply(step, told), Apply(step, toldModel, told.UidNext));
                var (now, model) = (told, toldModel);
                foreach (var step in between)
                    (now, model) = (Apply(step, now), Apply(step, model, now.UidNext));
                Assert.Equal(model, Tell(toldModel, SnapshotDifference.Between(told, now), now));

                // With EXPUNGE held back nothing leaves, and what is held back can be told later.
                var view = now.KeepingExpunged(told);
                var held = SnapshotDifference.Between(told, view);
                Assert.Empty(held.Vanished);
                var seen = Tell(toldModel, held, view);
                Assert.Equal(toldModel.Select(r => r.Uid).Union(model.Select(r => r.Uid)).Order(), seen.Select(r => r.Uid));
                Assert.Equal(model, Tell(seen, SnapshotDifference.Between(view, now), now));
            },
            iter: 150);
    }

    [Fact]
    public void Sequence_numbers_and_UIDs_resolve_as_the_RFC_says()
    {
        var (snapshot, _) = Empty();
        Assert.Null(snapshot.Resolve(Set((1, 1))));
        Assert.True(snapshot.ResolveUids(Set((1, SequenceSet.Star))).IsEmpty);
        snapshot = Apply(new Step.Remove(3, 5), Apply(new Step.Append(10), snapshot));
        Assert.Equal("1:2,6:10", snapshot.Uids().ToString());
        Assert.Equal("2,6", snapshot.Resolve(Set((2, 3)))!.ToString());
        Assert.Equal("2,6", snapshot.Resolve(Set((3, 2)))!.ToString());
        Assert.Equal("10", snapshot.Resolve(Set((SequenceSet.Star, SequenceSet.Star)))!.ToString());
        Assert.Equal("1:2,10", snapshot.Resolve(Set((SequenceSet.Star, 7), (1, 2), (2, 1)))!.ToString());
        Assert.Null(snapshot.Resolve(Set((1, 8))));
        Assert.Equal("2,6:7", snapshot.ResolveUids(Set((2, 7)))!.ToString());
        Assert.Equal("10", snapshot.ResolveUids(Set((4711, SequenceSet.Star))).ToString());
        Assert.True(snapshot.ResolveUids(Set((4711, 4712))).IsEmpty);
        Assert.True(snapshot.ResolveUids(Set((3, 5))).IsEmpty);
    }

    [Fact]
    public async Task Snapshots_share_the_chunks_that_a_change_does_not_touch()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        var inbox = await account.InboxAsync();
        await account.FillAsync(5000);
        var before = inbox.Current;
        await account.StoreAsync(inbox, AccountSteps.Uids(2000, 2001), FlagChange.Add(FlagSet.Of(MessageFlags.Seen)));
        var after = inbox.Current;
        Assert.Equal(5, after.Chunks.Length);
        Assert.Equal([true, false, true, true, true], before.Chunks.ToArray().Zip(after.Chunks.ToArray(), ReferenceEquals));
    }

    [Fact]
    public async Task A_delivery_reads_no_rows_of_the_mailbox_it_goes_to()
    {
        await using var store = new TestStore();
        await (await store.OpenAsync()).FillAsync(5000);
        var account = await store.ReopenAsync();
        var inbox = await account.InboxAsync();
        await account.AppendAsync("one more");
        Assert.Equal(5001, inbox.Current.Exists);

        // The last chunk holds the new message's neighbours; none of the others was looked into.
        Assert.Equal([false, false, false, false], inbox.Current.Chunks[..4].ToArray().Select(c => c.IsLoaded));
        Assert.Equal(5001, inbox.Current.Messages().Count());
    }

    private static (MailboxSnapshot Snapshot, List<Row> Model) Empty() => (new MailboxSnapshot(Head, [], new FlagTable()), []);

    private static SequenceSet Set(params (uint First, uint Last)[] ranges) => new([.. ranges.Select(r => new SequenceSet.Range(r.First, r.Last))]);

    private static MailboxSnapshot Apply(Step step, MailboxSnapshot snapshot)
    {
        var version = new MailboxVersion(MailboxName.Inbox, snapshot.Head, snapshot);
        var modSeq = snapshot.HighestModSeq.Next;
        FeedEntry entry = step switch
        {
            Step.Append append => new FeedEntry.Append(NewRows(snapshot, append.Count, modSeq)),
            Step.Add add => new FeedEntry.Flags(snapshot.Uids().Intersect(AccountSteps.Uids(add.First, add.Last)), FlagChange.Add(FlagSet.Of(add.Flags))),
            Step.Remove remove => new FeedEntry.Expunge(snapshot.Uids().Intersect(AccountSteps.Uids(remove.First, remove.Last)), null),
            _ => throw new InvalidOperationException(),
        };
        return entry.ApplyTo(version, modSeq, snapshot.FlagTable).Snapshot!;
    }

    private static MessageChunk.Rows NewRows(MailboxSnapshot snapshot, int count, ModSeq modSeq)
    {
        var first = snapshot.UidNext.Value;
        var records = Enumerable.Range(0, count).Select(i => new MessageRecord(first + (uint)i, 10 + (uint)i, first + (uint)i, 0, 0));
        return new MessageChunk.Rows([.. records], [.. Enumerable.Repeat(new MessageState(modSeq.Value, FlagTable.None), count)]);
    }

    private static List<Row> Apply(Step step, List<Row> model, Uid uidNext) => step switch
    {
        Step.Append append => [.. model, .. Enumerable.Range(0, append.Count).Select(i => new Row(uidNext.Value + (uint)i, MessageFlags.None))],
        Step.Add add => [.. model.Select(r => r.Uid >= add.First && r.Uid <= add.Last ? r with { Flags = r.Flags | add.Flags } : r)],
        Step.Remove remove => [.. model.Where(r => r.Uid < remove.First || r.Uid > remove.Last)],
        _ => throw new InvalidOperationException(),
    };

    private static void AssertSame(List<Row> rows, MailboxSnapshot snapshot)
    {
        Assert.Equal(rows, snapshot.Messages().Select(m => new Row(m.Uid.Value, m.Flags.System)));
        Assert.Equal(rows.Count, snapshot.Exists);
        Assert.Equal(rows.Count(r => !r.Flags.HasFlag(MessageFlags.Seen)), snapshot.Unseen);
        Assert.Equal(rows.Count(r => r.Flags.HasFlag(MessageFlags.Deleted)), snapshot.Deleted);
        var first = rows.FindIndex(r => !r.Flags.HasFlag(MessageFlags.Seen)) + 1;
        Assert.Equal(first == 0 ? null : new SequenceNumber((uint)first), snapshot.FirstUnseen());
        Assert.Equal(UidSet.From(rows.Select(r => new Uid(r.Uid))), snapshot.Uids());
        for (var i = 0; i < rows.Count; i += 97)
        {
            Assert.True(snapshot.TryGet(new Uid(rows[i].Uid), out var message));
            Assert.Equal(new SequenceNumber((uint)i + 1), message.Number);
            Assert.Equal(message, snapshot[message.Number]);
        }
    }

    /// <summary>What a client holds after it was told.</summary>
    private static List<Row> Tell(List<Row> client, SnapshotDifference difference, MailboxSnapshot now)
    {
        var rows = client.ToList();
        foreach (var number in difference.Vanished.Reverse())
            rows.RemoveAt((int)number.Value - 1);
        rows.AddRange(now.Messages().Skip(rows.Count).Take(difference.Arrived).Select(m => new Row(m.Uid.Value, m.Flags.System)));
        foreach (var message in now.Messages(difference.Changed))
            rows[(int)message.Number.Value - 1] = rows[(int)message.Number.Value - 1] with { Flags = message.Flags.System };
        return rows;
    }

    private sealed record Row(uint Uid, MessageFlags Flags);

    private abstract record Step
    {
        public sealed record Append(int Count) : Step;

        public sealed record Add(uint First, uint Last, MessageFlags Flags) : Step;

        public sealed record Remove(uint First, uint Last) : Step;
    }
}
