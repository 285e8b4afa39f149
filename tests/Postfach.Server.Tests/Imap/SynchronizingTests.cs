using CsCheck;

namespace Postfach.Server.Tests.Imap;

/// <summary>Whatever several clients do to a mailbox, each knows in the end what is in it, from what it was told.</summary>
public sealed class SynchronizingTests
{
    private static readonly string[] Flags = ["\\Seen", "\\Flagged", "\\Deleted", "$Work"];

    private static readonly Gen<(int Who, int What, int Message, int Flag)[]> Deeds =
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 11], Gen.Int[0, 99], Gen.Int[0, Flags.Length - 1]).Array[1, 60];

    [Fact]
    public Task Clients_that_were_told_of_every_change_know_the_mailbox() => Deeds.SampleAsync(
        async deeds =>
        {
            await using var server = await TestServer.StartAsync();
            await server.AppendAsync("INBOX", 5);
            ClientModel[] clients = [new(await server.ImapAsync(select: false)), new(await server.ImapAsync(select: false)), new(await server.ImapAsync(select: false))];
            foreach (var client in clients)
                await client.SelectAsync();
            foreach (var (who, what, message, flag) in deeds)
                await DoAsync(server, clients[who], what, message, Flags[flag]);
            foreach (var client in clients)
                await client.SayAsync("NOOP");
            await AgreeAsync(server, clients);
        },
        iter: 20,
        threads: 1);

    private static async Task DoAsync(TestServer server, ClientModel client, int what, int message, string flag)
    {
        var number = client.Count == 0 ? 0 : (message % client.Count) + 1;
        switch (what)
        {
            case 0:
                await server.AppendAsync("INBOX", 1);
                break;
            case 1:
                await client.SayAsync("NOOP");
                break;
            case 2:
                await client.SayAsync("EXPUNGE");
                break;
            case var _ when number == 0:
                break;
            case 3:
                await client.SayAsync($"STORE {number} +FLAGS ({flag})");
                break;
            case 4:
                await client.SayAsync($"STORE {number}:* -FLAGS ({flag})");
                break;
            case 5 or 6:
                await client.StoreSilentlyAsync(number, add: what == 5, flag);
                break;
            case 7:
                await client.SayAsync($"FETCH {number} BODY[TEXT]");
                break;
            case 8:
                await client.SayAsync($"COPY {number} INBOX");
                break;
            case 9:
                await client.SayAsync($"MOVE {number} {(message % 2 == 0 ? "Trash" : "INBOX")}");
                break;
            case 10:
                await client.SayAsync($"UID STORE {number}:* +FLAGS ({flag})");
                break;
            default:
                await client.SayAsync($"UID FETCH {number}:* (FLAGS BODY[TEXT]<0.1>)");
                break;
        }
    }

    private static async Task AgreeAsync(TestServer server, ClientModel[] clients)
    {
        var truth = (await server.MailboxAsync("INBOX")).Current.Messages()
            .Select(m => string.Join(' ', m.Flags.Keywords.Select(k => k.Name)
                .Concat(Enum.GetValues<Mail.MessageFlags>().Where(f => f != 0 && m.Flags.Has(f)).Select(f => $"\\{f}"))
                .Order(StringComparer.Ordinal)))
            .ToArray();
        foreach (var client in clients)
        {
            Assert.Empty(client.Faults);
            Assert.Equal(truth.Length, client.Count);

            // Of a message that has just arrived a client is told only that it is there.
            Assert.Equal(truth.Zip(client.Flags, (flags, told) => told is null ? null : flags), client.Flags);
        }
    }
}
