using System.Text;

namespace Postfach.Operations;

/// <summary>Commands of IMAP in a whole session: from the client's bytes to the answer's, on a mailbox of 1,000 messages.</summary>
internal static class ImapSessions
{
    private const int All1000 = Workplace.Letters;

    public static IEnumerable<Operation> All { get; } =
    [
        new("IMAP session: connect, LOGIN, LOGOUT", place => Task.FromResult<Func<ValueTask>>(() => VisitAsync(place))),
        Of("IMAP NOOP", Turn.Imap("NOOP")),
        Of("IMAP SELECT", Turn.Imap("SELECT INBOX")),
        Of("IMAP STATUS", Turn.Imap("STATUS INBOX (MESSAGES UNSEEN UIDNEXT)")),
        Of("IMAP LIST", Turn.Imap("LIST \"\" *")),
        Of("IMAP UID SEARCH UNSEEN", Turn.Imap("UID SEARCH UNSEEN", 3 * All1000)),
        Of("IMAP FETCH of one: flags", Turn.Imap("UID FETCH 500 (FLAGS)", 30)),
        Of("IMAP FETCH of one: envelope", Turn.Imap("UID FETCH 500 (ENVELOPE)", 200)),
        Of("IMAP FETCH of one: body", Turn.Imap("UID FETCH 500 (BODY.PEEK[])", 1500)),
        Of("IMAP FETCH of 1,000: flags", Turn.Imap("FETCH 1:1000 (FLAGS)", 20 * All1000)),
        Of("IMAP FETCH of 1,000: envelopes", Turn.Imap("FETCH 1:1000 (ENVELOPE)", 200 * All1000)),
        Of("IMAP FETCH of 1,000: structures", Turn.Imap("FETCH 1:1000 (BODYSTRUCTURE)", 100 * All1000)),
        Of("IMAP FETCH of 1,000: listed header fields", Turn.Imap("FETCH 1:1000 (BODY.PEEK[HEADER.FIELDS (From To Subject Date)])", 100 * All1000)),
        Of("IMAP FETCH of 1,000: headers", Turn.Imap("FETCH 1:1000 (BODY.PEEK[HEADER])", 200 * All1000)),
        Of("IMAP FETCH of 1,000: bodies", Turn.Imap("FETCH 1:1000 (BODY.PEEK[])", 1500 * All1000)),
        Of(
            "IMAP STORE of one: +FLAGS, then -FLAGS",
            Turn.Imap("UID STORE 500 +FLAGS (\\Flagged)", 30), Turn.Imap("UID STORE 500 -FLAGS (\\Flagged)", 30)),
        Of(
            "IMAP STORE of 1,000: +FLAGS, then -FLAGS",
            Turn.Imap("STORE 1:1000 +FLAGS (\\Flagged)", 20 * All1000), Turn.Imap("STORE 1:1000 -FLAGS (\\Flagged)", 20 * All1000)),
        Of(
            "IMAP STORE of 1,000: +FLAGS.SILENT, then -FLAGS.SILENT",
            Turn.Imap("STORE 1:1000 +FLAGS.SILENT (\\Flagged)"), Turn.Imap("STORE 1:1000 -FLAGS.SILENT (\\Flagged)")),
        new("IMAP APPEND", AppendAsync),
    ];

    private static Operation Of(string name, params Turn[] turns) => new(name, async place =>
    {
        var client = await LogInAsync(place, Workplace.Reader);
        await client.TakeAsync(Turn.Imap("SELECT INBOX"));
        return turns is [var only] ? () => client.TakeAsync(only) : () => TakeAllAsync(client, turns);
    });

    private static async ValueTask TakeAllAsync(Dialogue client, Turn[] turns)
    {
        foreach (var turn in turns)
            await client.TakeAsync(turn);
    }

    private static async ValueTask VisitAsync(Workplace place)
    {
        var client = await LogInAsync(place, Workplace.Reader);
        await client.TakeAsync(Turn.Imap("LOGOUT"));
    }

    private static async Task<Func<ValueTask>> AppendAsync(Workplace place)
    {
        var client = await LogInAsync(place, Workplace.Receiver);
        var letter = Letter.Alternative();
        var append = Turn.Imap($"APPEND INBOX (\\Seen) {{{letter.Length}+}}\r\n{Encoding.ASCII.GetString(letter)}");
        var number = 0;
        return () =>
        {
            Letter.Number(append.Words, ++number);
            return client.TakeAsync(append);
        };
    }

    private static async Task<Dialogue> LogInAsync(Workplace place, string user)
    {
        var client = await place.ImapAsync();
        await client.TakeAsync(Turn.Imap($"LOGIN {user} secret"));
        return client;
    }
}
