using System.Text;
using CsCheck;
using Postfach.Mail;

namespace Postfach.Store.Tests;

/// <summary>
/// Messages a line each, as <c>id &lt; references; subject; sent</c>, and the threads they make, as THREAD shows them. A subject with <c>Re</c> is a reply's. RFC 5256 §3.
/// </summary>
public sealed class ThreadTests
{
    [Theory]
    [InlineData("a", "(1)")]
    [InlineData("a|b<a|c<a,b", "(1 2 3)")]
    [InlineData("a|b<a|c<a", "(1 (2)(3))")]
    [InlineData("c<a,b|b<a|a", "(3 2 1)")]
    [InlineData("a;;9|b<a;;1|c;;5", "(3)(1 2)")]
    [InlineData("a|c<a,b|d<a,b", "(1 (2)(3))")] // a dummy below the top goes
    [InlineData("b<a|c<a", "((1)(2))")] // one at the top stays
    [InlineData("b<a", "(1)")] // but for a single child
    [InlineData("c<a,b|d<a,b", "((1)(2))")] // of several dummies at the top one stays
    [InlineData("c<a,b|d<a", "((1)(2))")]
    [InlineData("a<a", "(1)")] // no message is its own parent
    [InlineData("a<b|b<a", "(2 1)")] // nor its grandparent: the first link holds
    [InlineData("a|a|b<a", "(1 3)(2)")] // an identifier belongs to the first that has it
    [InlineData("-|-", "(1)(2)")]
    [InlineData("c<a,b|b<x", "(2 1)")] // a message's own references win over what others say of it
    public void Messages_are_threaded_by_what_they_refer_to(string messages, string threads) =>
        Assert.Equal(threads, Threads(messages, ThreadAlgorithm.References));

    [Theory]
    [InlineData("a;S|b;S", "((1)(2))")] // neither is a reply: siblings
    [InlineData("a;S|b;Re S", "(1 2)")]
    [InlineData("b;Re S|a;S", "(2 1)")]
    [InlineData("a;Re S|b;Re S", "((1)(2))")]
    [InlineData("a;S|b;Re S|c;Re S", "(1 (2)(3))")]
    [InlineData("a;S|b;S|c;S", "((1)(2)(3))")]
    [InlineData("a;S|c<b;S|d<b;S", "((1)(2)(3))")] // a dummy in the table takes the message
    [InlineData("b<a;S|c<a;T|e<d;S|f<d;U", "((1)(2)(3)(4))")] // two dummies: all children are siblings
    [InlineData("a;|b;", "(1)(2)")] // empty subjects say nothing
    [InlineData("a;S|b<a;T|c;T", "(1 2)(3)")] // only tops count
    public void Threads_of_one_base_subject_become_one(string messages, string threads) =>
        Assert.Equal(threads, Threads(messages, ThreadAlgorithm.References));

    [Theory]
    [InlineData("a;S;3|b;T;2|c;Re S;1", "(3 1)(2)")]
    [InlineData("a;S;1|b;S;2|c;S;3|d;T;0", "(4)(1 (2)(3))")]
    [InlineData("a;S;5|b;S;5", "(1 2)")]
    public void ORDEREDSUBJECT_goes_by_subject_alone(string messages, string threads) =>
        Assert.Equal(threads, Threads(messages, ThreadAlgorithm.OrderedSubject));

    [Theory]
    [InlineData("a;S;1|b;S;2|c<a;;3", "(2)(1 3)")] // the newest message is last, and subjects say nothing
    [InlineData("b<a;;1|c<a;;9|d;;5", "(3)((1)(2))")]
    [InlineData("a;;5|b;;5", "(1)(2)")]
    public void REFS_orders_by_the_newest_message(string messages, string threads) => Assert.Equal(threads, Threads(messages, ThreadAlgorithm.Refs));

    [Fact]
    public void Every_message_is_in_one_thread_and_siblings_are_in_order() =>
        Gen.Select(Gen.Int[0, 12], Gen.Int[0, 12].Array[0, 4], Gen.Int[0, 3], Gen.Bool, Gen.Int[0, 5]).Array[0, 25].Sample(messages =>
        {
            foreach (var algorithm in Enum.GetValues<ThreadAlgorithm>())
            {
                var keys = new ThreadKeys(messages.Length);
                for (var i = 0; i < messages.Length; i++)
                    Set(keys, i, messages[i].Item1, messages[i].Item2.Where(r => r > 0), messages[i].Item3, messages[i].Item4, messages[i].Item5);
                var forest = ThreadBuilder.Build(new ThreadBasis(keys), algorithm, TestStore.Ct);
                var seen = new List<int>();
                Walk(forest, forest.FirstRoot, keys, seen, isTop: true, algorithm);
                Assert.Equal(Enumerable.Range(0, messages.Length), seen.Order());
            }
        });

    [Fact]
    public void A_chain_as_long_as_the_mailbox_takes_no_stack()
    {
        const int length = 100_000;
        var keys = new ThreadKeys(length);
        for (var i = 0; i < length; i++)
            Set(keys, i, i + 1, i == 0 ? [] : [i], 0, isReply: false, sent: length - i);
        var forest = ThreadBuilder.Build(new ThreadBasis(keys), ThreadAlgorithm.References, TestStore.Ct);
        var (depth, node) = (0, forest.FirstRoot);
        for (; node != ThreadForest.None; node = forest.FirstChild[node])
            depth++;
        Assert.Equal(length, depth);
    }

    private static void Walk(ThreadForest forest, int node, ThreadKeys keys, List<int> seen, bool isTop, ThreadAlgorithm algorithm)
    {
        var last = long.MinValue;
        for (; node != ThreadForest.None; node = forest.NextSibling[node])
        {
            if (forest.IsMessage(node))
                seen.Add(node);
            else
                Assert.True(isTop && forest.NextSibling[forest.FirstChild[node]] != ThreadForest.None, "a dummy is at the top, and has several children");
            var sent = keys.Sent[forest.IsMessage(node) ? node : forest.FirstChild[node]];
            Assert.True(sent >= last || (isTop && algorithm == ThreadAlgorithm.Refs));
            last = sent;
            Walk(forest, forest.FirstChild[node], keys, seen, isTop: false, algorithm);
        }
    }

    private static void Set(ThreadKeys keys, int place, int id, IEnumerable<int> references, int subject, bool isReply, long sent)
    {
        (keys.Ids[place], keys.Subjects[place], keys.AreReplies[place], keys.Sent[place]) = ((ulong)id, (ulong)subject, isReply, sent);
        keys.SetReferences(place, references.Select(r => (ulong)r));
    }

    private static string Threads(string messages, ThreadAlgorithm algorithm)
    {
        var lines = messages.Split('|');
        var keys = new ThreadKeys(lines.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            var parts = lines[i].Split(';');
            var names = parts[0].Split('<');
            var subject = parts.ElementAtOrDefault(1) ?? "";
            var sent = parts.ElementAtOrDefault(2) is { } date ? int.Parse(date, System.Globalization.CultureInfo.InvariantCulture) : i;
            var references = names.Length == 1 ? [] : names[1].Split(',').Select(r => (int)r[0]);
            Set(keys, i, names[0] == "-" ? 0 : names[0][0], references, subject.Length == 0 ? 0 : subject[^1], subject.StartsWith("Re", StringComparison.Ordinal), sent);
        }

        var forest = ThreadBuilder.Build(new ThreadBasis(keys), algorithm, TestStore.Ct);
        var text = new StringBuilder();
        for (var root = forest.FirstRoot; root != ThreadForest.None; root = forest.NextSibling[root])
            Write(forest, root, text);
        return text.ToString();
    }

    private static void Write(ThreadForest forest, int node, StringBuilder text)
    {
        text.Append('(');
        for (var isFirst = true; node != ThreadForest.None; isFirst = false)
        {
            if (forest.IsMessage(node))
                text.Append(isFirst ? "" : " ").Append(node + 1);
            var child = forest.FirstChild[node];
            if (child != ThreadForest.None && forest.NextSibling[child] != ThreadForest.None)
            {
                text.Append(forest.IsMessage(node) ? " " : "");
                for (; child != ThreadForest.None; child = forest.NextSibling[child])
                    Write(forest, child, text);
                break;
            }

            node = child;
        }

        text.Append(')');
    }
}
