using System.Globalization;
using System.Text;

namespace Postfach.Retrieval.Tests.Imap;

/// <summary>What somebody else does in the mailbox at the provider.</summary>
internal static class ImapSteps
{
    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static byte[] Text(int number) => Encoding.UTF8.GetBytes($"From: a@example.org\r\nSubject: Nummer {number}\r\n folded\r\n\r\nGrüße, {number}\r\n{new string('x', number % 70)}\r\n");

    /// <summary>Appends with a date of arrival; the mailbox is made where it is not there.</summary>
    public static async Task AppendAsync(this ImapWire wire, string mailbox, string flags, string date, byte[] message)
    {
        var tag = wire.NextTag();
        await wire.SendAsync(Encoding.UTF8.GetBytes($"{tag} APPEND \"{mailbox}\" ({flags}) \"{date}\" {{{message.Length}+}}\r\n"), Ct);
        await wire.SendAsync(message, Ct);
        await wire.SendAsync("\r\n"u8.ToArray(), Ct);
        var answer = await wire.ReadAnswerAsync(tag, Ct);
        Assert.True(answer.IsOk, answer.Text);
    }

    public static async Task FillAsync(this ImapWire wire, string mailbox, int from, int count)
    {
        for (var i = from; i < from + count; i++)
            await wire.AppendAsync(mailbox, "", " 1-Mar-2026 10:00:00 +0000", Text(i));
    }

    /// <summary>Appends many small messages, not one by one. RFC 3502.</summary>
    public static async Task FillQuicklyAsync(this ImapWire wire, string mailbox, int count)
    {
        const int together = 500;
        for (var first = 0; first < count; first += together)
        {
            var tag = wire.NextTag();
            var batch = new StringBuilder($"{tag} APPEND {mailbox}");
            for (var i = first; i < Math.Min(first + together, count); i++)
                batch.Append(CultureInfo.InvariantCulture, $" {{{Small(i).Length}+}}\r\n{Small(i)}");
            await wire.SendAsync(Encoding.ASCII.GetBytes(batch.Append("\r\n").ToString()), Ct);
            Assert.True((await wire.ReadAnswerAsync(tag, Ct)).IsOk);
        }
    }

    public static async Task<IReadOnlyList<uint>> UidsAsync(this ImapWire wire, string mailbox)
    {
        await wire.RunAsync($"EXAMINE {mailbox}", Ct);
        var found = (await wire.RunAsync("UID SEARCH ALL", Ct)).Untagged.Single(u => u.Text.StartsWith("SEARCH", StringComparison.Ordinal)).Text;
        return [.. found.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(uint.Parse)];
    }

    private static string Small(int number) => $"Subject: {number}\r\n\r\n{number}\r\n";
}
