using System.Globalization;
using System.Text;
using Postfach.Bench.Figures;
using Postfach.Bench.Load;

namespace Postfach.Bench.Servers;

/// <summary>Puts the same mail into every server, by APPEND of many.</summary>
internal static class MailboxFiller
{
    private const int Together = 250;

    public static async Task FillAsync(MailServer server, MailSet mail)
    {
        // A few for whoever only needs a mailbox.
        var work = new List<Task> { AppendAsync(server, BenchUsers.Small, "INBOX", 10, 0, Letters.Write) };
        if (mail.HasFlag(MailSet.Large))
            work.Add(AppendAsync(server, BenchUsers.Large, "INBOX", BenchUsers.LargeMessages, 0, Letters.Write));
        if (mail.HasFlag(MailSet.Bodies))
            work.Add(AppendAsync(server, BenchUsers.Bodies, "INBOX", BenchUsers.BodyMessages, 0, n => Letters.Write(n, BenchUsers.BodyBytes)));
        if (mail.HasFlag(MailSet.Copied))
            work.Add(AppendAsync(server, BenchUsers.Copier, "INBOX", BenchUsers.CopiedMessages, 0, Letters.Write));
        await Task.WhenAll(work);
        // Dovecot's first clients of an account must not come all at once: they lock each other out, and one of them ends.
        foreach (var user in BenchUsers.Receivers.Append(BenchUsers.Appender).Append(BenchUsers.Idler))
        {
            await AppendAsync(server, user, "INBOX", 1, 0, Letters.Write);
            await server.EmptyInboxAsync(user);
        }

        if (mail.HasFlag(MailSet.Mixed))
            await FillMixedAsync(server);
        if (mail.HasFlag(MailSet.Million) && server.Kind == ServerKinds.Postfach)
            await FillMillionAsync(server);
    }

    /// <summary>Appends messages, the first of them with number <paramref name="first"/>; seven of ten have been seen.</summary>
    public static async Task AppendAsync(MailServer server, string user, string mailbox, int count, int first, Func<int, byte[]> message)
    {
        using var imap = await server.LogInAsync(user);
        for (var start = 0; start < count; start += Together)
        {
            var numbers = Enumerable.Range(start, Math.Min(Together, count - start));
            await imap.RunAsync(AppendCommand(mailbox, [.. numbers.Select(i => (message(first + i), i % 10 < 7 ? "\\Seen" : ""))]));
        }

        await imap.RunAsync("LOGOUT");
    }

    /// <summary>Appends one message of so many megabytes, piece by piece.</summary>
    public static async Task AppendBigAsync(MailServer server, string user, string mailbox, int megabytes)
    {
        using var imap = await server.LogInAsync(user);
        var line = Encoding.ASCII.GetBytes(new string('b', 62) + "\r\n");
        var big = new byte[megabytes << 20];
        for (var at = 0; at < big.Length; at += line.Length)
            line.AsSpan(0, Math.Min(line.Length, big.Length - at)).CopyTo(big.AsSpan(at));
        "Subject: big\r\n\r\n"u8.CopyTo(big);
        await imap.RunAsync(AppendCommand(mailbox, [(big, "")]));
        await imap.RunAsync("LOGOUT");
    }

    /// <summary>APPEND of one message or many (RFC 3502), from after its tag up to its CRLF, without waiting for leave (LITERAL+).</summary>
    public static ReadOnlyMemory<byte> AppendCommand(string mailbox, IReadOnlyList<(byte[] Bytes, string Flags)> messages)
    {
        var command = new MemoryStream();
        command.Write(Encoding.ASCII.GetBytes($"APPEND {mailbox}"));
        foreach (var (bytes, flags) in messages)
        {
            command.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $" ({flags}) {{{bytes.Length}+}}\r\n")));
            command.Write(bytes);
        }

        command.Write("\r\n"u8);
        return command.GetBuffer().AsMemory(0, (int)command.Length);
    }

    private static async Task FillMixedAsync(MailServer server)
    {
        foreach (var (user, number) in BenchUsers.Mixed.Select((user, number) => (user, number)))
        {
            await AppendAsync(server, user, "INBOX", MixedCommands.InInbox, number * 1000, Letters.Write);
            using (var imap = await server.LogInAsync(user))
            {
                await imap.RunAsync("CREATE Work");
                await imap.RunAsync("LOGOUT");
            }

            await AppendAsync(server, user, "Work", MixedCommands.InWork, (number * 1000) + 500, Letters.Write);
        }
    }

    // COPY shares the bytes, so that it is done in seconds; what is measured on it reads none of them.
    private static async Task FillMillionAsync(MailServer server)
    {
        const int Copied = 10_000;
        await AppendAsync(server, BenchUsers.Million, "INBOX", Copied, 0, n => Letters.Write(n, 1300));
        using var imap = await server.LogInAsync(BenchUsers.Million);
        await imap.RunAsync($"CREATE {BenchUsers.MillionMailbox}");
        await imap.RunAsync("SELECT INBOX");
        for (var i = 0; i < 1_000_000 / Copied; i++)
            await imap.RunAsync($"COPY 1:{Copied} {BenchUsers.MillionMailbox}");
        await imap.RunAsync("LOGOUT");
    }
}
