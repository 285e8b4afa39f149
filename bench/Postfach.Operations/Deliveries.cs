namespace Postfach.Operations;

/// <summary>Mail that comes by LMTP and goes by POP3, in whole sessions.</summary>
internal static class Deliveries
{
    public static IEnumerable<Operation> All { get; } =
    [
        new("LMTP: deliver a message", DeliverAsync),
        new("POP3 NOOP", place => Pop3Async(place, Turn.Pop3("NOOP"))),
        new("POP3 RETR", place => Pop3Async(place, Turn.Pop3Lines("RETR 500", 1500))),
        new("POP3 UIDL of 1,000", place => Pop3Async(place, Turn.Pop3Lines("UIDL", 5 * Workplace.Letters))),
    ];

    private static async Task<Func<ValueTask>> DeliverAsync(Workplace place)
    {
        var client = await place.LmtpAsync();
        await client.TakeAsync(Turn.Lmtp("LHLO mail.example.org"));
        var content = Turn.Lmtp([.. Letter.Alternative(), .. ".\r\n"u8], "250");
        Turn[] turns =
        [
            Turn.Lmtp("MAIL FROM:<carla@example.org>"),
            Turn.Lmtp($"RCPT TO:<{Workplace.Receiver}>"),
            Turn.Lmtp("DATA", "354"),
            content,
        ];
        var number = 1_000_000;
        return async () =>
        {
            Letter.Number(content.Words, ++number);
            foreach (var turn in turns)
                await client.TakeAsync(turn);
        };
    }

    private static async Task<Func<ValueTask>> Pop3Async(Workplace place, Turn turn)
    {
        var client = await place.Pop3Async();
        await client.TakeAsync(Turn.Pop3($"USER {Workplace.Reader}"));
        await client.TakeAsync(Turn.Pop3("PASS secret"));
        return () => client.TakeAsync(turn);
    }
}
