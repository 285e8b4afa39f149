using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Postfach.Retrieval.Tests.Imap;

/// <summary>Not a test but a measurement; run by hand with <c>-explicit only</c>.</summary>
public sealed class ImapSpeedTests(ITestOutputHelper output)
{
    private const int Messages = 20_000, Bytes = 5_250;

    [Fact(Explicit = true)]
    public async Task Twenty_thousand_messages_from_a_Dovecot_of_this_machine()
    {
        Assert.SkipWhen(DovecotProcess.Missing is not null, DovecotProcess.Missing ?? "");
        await using var dovecot = await DovecotProcess.StartAsync(["u"], "mail_fsync = never\n", ImapSteps.Ct);
        await FillAsync(dovecot);
        for (var i = 0; i < 5; i++)
        {
            await using var fetching = await Fetching.StartAsync(dovecot.EndPoint("imap"), "u");
            var (watch, own) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
            Assert.Equal(Messages, (await fetching.RunWellAsync()).Fetched);
            var (first, cpu) = (watch.Elapsed, Process.GetCurrentProcess().TotalProcessorTime - own);
            watch.Restart();
            Assert.Equal(0, (await fetching.RunWellAsync()).Fetched);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first {first.TotalSeconds:0.00} s (own processor time {cpu.TotalSeconds:0.00} s), nothing new {watch.Elapsed.TotalMilliseconds:0} ms"));
            await using var session = await fetching.OpenSessionAsync();
            var inbox = (await session.ListFoldersAsync(ImapSteps.Ct)).Single(f => f.IsInbox);
            watch.Restart();
            var listing = await session.OpenAsync(inbox, default, ImapSteps.Ct);
            var listed = watch.Elapsed;
            watch.Restart();
            await session.IdentifyAsync(listing.Messages, ImapSteps.Ct);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"listing {listed.TotalSeconds:0.00} s, identities {watch.Elapsed.TotalSeconds:0.00} s"));
        }
    }

    private static async Task FillAsync(DovecotProcess dovecot)
    {
        await using var wire = await ImapWire.LogInAsync(dovecot.EndPoint("imap"), "u", "secret", ImapSteps.Ct);
        for (var i = 0; i < Messages; i += 100)
        {
            var (batch, tags) = (new StringBuilder(), new List<string>());
            for (var j = i; j < i + 100; j++)
            {
                var text = $"Received: from a by b; Mon, 2 Mar 2026 10:00:00 +0000\r\nFrom: a@example.org\r\nMessage-ID: <{j}@example.org>\r\nSubject: {j}\r\n\r\n";
                text += string.Concat(Enumerable.Repeat(new string((char)('a' + (j % 26)), 76) + "\r\n", (Bytes - text.Length) / 78));
                tags.Add(wire.NextTag());
                batch.Append(ImapWire.AppendHead(tags[^1], "INBOX", "", text.Length)).Append(text).Append("\r\n");
            }

            await wire.SendAsync(Encoding.ASCII.GetBytes(batch.ToString()), ImapSteps.Ct);
            foreach (var tag in tags)
                Assert.True((await wire.ReadAnswerAsync(tag, ImapSteps.Ct)).IsOk);
        }
    }
}
