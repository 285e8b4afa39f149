using Postfach.Peers.Corpus;
using Postfach.Testing.Corpus;

namespace Postfach.Peers.Order;

/// <summary>
/// Dovecot orders and threads the messages of <c>tests/data/order</c> as Postfach does, but for those that <c>order-differences.txt</c> lists. A message that
/// is listed for an order differs in it: without all that are listed both agree, and with it alone they do not.
/// </summary>
public sealed class OrderTests(DovecotFixture dovecot, PostfachFixture postfach) : IClassFixture<DovecotFixture>, IClassFixture<PostfachFixture>
{
    private static readonly string List = Path.Combine(AppContext.BaseDirectory, "order-differences.txt");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dovecot_orders_and_threads_messages_as_Postfach_does()
    {
        await dovecot.Dovecot.ForgetMailAsync();
        await using var ours = await ImapWire.LogInAsync(postfach.Serve.EndPoint("imap"), PostfachFixture.User, PostfachFixture.Password, Ct);
        await using var theirs = await ImapWire.LogInAsync(dovecot.Dovecot.EndPoint("imap"), "anna", "secret", Ct);
        foreach (var imap in new[] { ours, theirs })
            await imap.RunAsync("SELECT INBOX", Ct);
        var comparison = new OrderComparison(ours, theirs);
        var messages = CorpusFiles.Read(Path.Combine(AppContext.BaseDirectory, "order")).ToList();
        foreach (var message in messages)
            await comparison.AppendAsync(message, Ct);

        var listed = OrderDifference.ReadAll(List);
        var wrong = new List<string>();
        foreach (var order in OrderComparison.Orders.Keys)
            wrong.AddRange(await CompareAsync(comparison, order, [.. messages.Select(m => m.Name)], [.. listed.Where(l => l.Orders.Contains(order)).Select(l => l.Message)]));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Every_difference_is_of_a_message_and_an_order_that_there_is()
    {
        foreach (var difference in OrderDifference.ReadAll(List))
        {
            Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, "order", difference.Message)), difference.Message);
            Assert.All(difference.Orders, order => Assert.Contains(order, OrderComparison.Orders));
            Assert.Contains("RFC", difference.Decides, StringComparison.Ordinal);
        }
    }

    private static async Task<IReadOnlyList<string>> CompareAsync(OrderComparison comparison, string order, IReadOnlyList<string> messages, IReadOnlyList<string> listed)
    {
        var agreed = messages.Except(listed).ToList();
        var wrong = new List<string>();
        if (!await comparison.AgreeAsync(order, agreed, Ct))
            wrong.Add($"{order}: they differ without what is listed; {string.Join(", ", await CulpritsAsync(comparison, order, agreed))}");
        foreach (var one in listed)
        {
            if (await comparison.AgreeAsync(order, [.. agreed, one], Ct))
                wrong.Add($"{order}: {one} is listed, and they agree about it");
        }

        return wrong;
    }

    /// <summary>Which, taken away one after another, lead to an order that both agree about.</summary>
    private static async Task<IReadOnlyList<string>> CulpritsAsync(OrderComparison comparison, string order, IReadOnlyList<string> messages)
    {
        var (kept, culprits) = (new List<string>(), new List<string>());
        foreach (var message in messages)
            (await comparison.AgreeAsync(order, [.. kept, message], Ct) ? kept : culprits).Add(message);
        return culprits;
    }
}
