using CsCheck;
using Postfach.Protocol.Imap;
using Postfach.Protocol.Tests.Lines;

namespace Postfach.Protocol.Tests.Imap;

public sealed class ImapFrameReaderTests
{
    private static readonly int[][] EveryCut = [[int.MaxValue], [1], [2], [3], [7]];

    // Sent; what is found in it.
    public static readonly TheoryData<string, string[]> Commands = new()
    {
        { "A NOOP\r\nB NOOP\r\n", ["Complete A NOOP", "Complete B NOOP"] },
        { "A NOOP\nB NOOP\n", ["Complete A NOOP", "Complete B NOOP"] },
        { "A x\ry\r\n\r\nB", ["Complete A x\ry", "Complete "] },
        { "A LOGIN {3}\r\nann {2}\r\npw\r\nB\r\n", ["+", "+", "Complete A LOGIN {3}\r\nann {2}\r\npw", "Complete B"] },
        { "A LOGIN {3+}\r\na\r\n {2+}\r\n\r\n\r\nB\r\n", ["Complete A LOGIN {3+}\r\na\r\n {2+}\r\n\r\n", "Complete B"] },
        { "A LOGIN {0}\r\n \"\"\r\n", ["+", "Complete A LOGIN {0}\r\n \"\""] },
        { "A x {3}y\r\nB {-1}\r\nC {1 }\r\nD {+}\r\nE {}\r\n", ["Complete A x {3}y", "Complete B {-1}", "Complete C {1 }", "Complete D {+}", "Complete E {}"] },
        { "A x {99999999999999999999}\r\n", ["Complete A x {99999999999999999999}"] },
    };

    public static readonly TheoryData<string, string[]> TooLarge = new()
    {
        // The limits of Frames.Small: 60 bytes a line, 20 a literal, 100 a command.
        { $"A {new string('x', 80)}\r\nB NOOP\r\n", [$"LineTooLong A {new string('x', 58)}", "Complete B NOOP"] },
        { $"A {new string('x', 80)} {{5}}\r\nB NOOP\r\n", [$"LineTooLong A {new string('x', 58)}", "Complete B NOOP"] },
        { $"A {new string('x', 80)} {{8+}}\r\nB NOOP\r\n", [$"LiteralTooBigOnTheWay A {new string('x', 58)}"] },
        { "A x {21}\r\nB NOOP\r\n", ["LiteralTooBig A x {21}", "Complete B NOOP"] },
        { "A x {21+}\r\nB NOOP\r\n", ["LiteralTooBigOnTheWay A x {21+}"] },
        { "A x {9223372036854775807+}\r\n", ["LiteralTooBigOnTheWay A x {9223372036854775807+}"] },
        {
            "A {20}\r\n12345678901234567890 {20}\r\n12345678901234567890 {20}\r\n12345678901234567890 {20}\r\nB\r\n",
            [
                "+", "+", "+",
                "LiteralTooBig A {20}\r\n12345678901234567890 {20}\r\n12345678901234567890 {20}\r\n12345678901234567890 {20}", "Complete B",
            ]
        },
    };

    [Fact]
    public async Task A_command_that_its_last_literal_fills_has_room_for_nothing_more()
    {
        const string Full = "AB {20+}\r\n12345678901234567890 {20+}\r\n12345678901234567890 {20+}\r\n12345678901234567890 {9+}\r\n123456789";
        foreach (var cuts in EveryCut)
            Assert.Equal([$"LineTooLong {Full}", "Complete B NOOP"], await Frames.OfAsync(Pieces.Latin($"{Full} more\r\nB NOOP\r\n"), cuts, Frames.Small));
    }

    public static readonly TheoryData<string, string[]> Messages = new()
    {
        { "A APPEND m {5}\r\nhello\r\nB NOOP\r\n", ["Message A APPEND m {5}", "+", "message hello", "rest Complete ", "Complete B NOOP"] },
        { "A APPEND m {5+}\r\nhello\r\nB NOOP\r\n", ["Message A APPEND m {5+}", "message hello", "rest Complete ", "Complete B NOOP"] },
        { "A append m ~{3+}\r\na\0b\r\n", ["Message A append m ~{3+}", "message a\0b", "rest Complete "] },
        { "A APPEND m {0+}\r\n\r\nB\r\n", ["Message A APPEND m {0+}", "message ", "rest Complete ", "Complete B"] },
        { "A APPEND {1}\r\nm (\\Seen) {2}\r\nhi\r\n", ["+", "Message A APPEND {1}\r\nm (\\Seen) {2}", "+", "message hi", "rest Complete "] },
        { "A APPEND m {90+}\r\nhello", ["Message A APPEND m {90+}", "cut off"] },
        { "A APPEND m {2+}\r\nhi {1+}\r\n", ["Message A APPEND m {2+}", "message hi", "rest Complete  {1+}"] },

        // No APPEND so far: an ordinary literal.
        { "A APPEND m (nonsense {3+}\r\nabc\r\n", ["Complete A APPEND m (nonsense {3+}\r\nabc"] },
    };

    // What comes of a message that nobody reads.
    public static readonly TheoryData<string, string[]> Unread = new()
    {
        { "A APPEND m {5}\r\nB NOOP\r\n", ["Message A APPEND m {5}", "Complete B NOOP"] },
        { "A APPEND m {17+}\r\nX DELETE victim\r\n\r\nB NOOP\r\n", ["Message A APPEND m {17+}", "Complete B NOOP"] },
        { "A APPEND m {2+}\r\nhi and more\r\nB NOOP\r\n", ["Message A APPEND m {2+}", "Complete B NOOP"] },
        { "A APPEND m {2+}\r\nhi {8+}\r\nB NOOP\r\n", ["Message A APPEND m {2+}", "LiteralTooBigOnTheWay "] },
        { "A APPEND m {2+}\r\nhi {8}\r\nB NOOP\r\n", ["Message A APPEND m {2+}", "Complete B NOOP"] },
        { "A APPEND m {31+}\r\nB NOOP\r\n", ["Message A APPEND m {31+}", "LiteralTooBigOnTheWay "] },
        { "A APPEND m {30+}\r\nB NOOP\r\n", ["Message A APPEND m {30+}"] },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    [MemberData(nameof(TooLarge))]
    [MemberData(nameof(Messages))]
    public async Task Frames_are_found_however_the_bytes_arrive(string sent, string[] found)
    {
        foreach (var cuts in EveryCut)
            Assert.Equal(found, await Frames.OfAsync(Pieces.Latin(sent), cuts, Frames.Small));
    }

    [Theory]
    [MemberData(nameof(Unread))]
    public async Task A_message_that_is_refused_is_never_taken_for_commands(string sent, string[] found)
    {
        foreach (var cuts in EveryCut)
            Assert.Equal(found, await Frames.OfAsync(Pieces.Latin(sent), cuts, Frames.Small, Frames.Message.Refuse));
    }

    [Fact]
    public async Task A_message_that_is_given_up_in_its_middle_is_skipped_with_its_command()
    {
        foreach (var cuts in EveryCut)
        {
            Assert.Equal(
                ["Message A APPEND m {17}", "+", "Complete B NOOP"],
                await Frames.OfAsync("A APPEND m {17}\r\nX DELETE victim\r\n\r\nB NOOP\r\n"u8.ToArray(), cuts, Frames.Small, Frames.Message.GiveUp));
        }
    }

    [Fact]
    public Task Frames_do_not_depend_on_how_the_bytes_arrive() =>
        Gen.Select(ImapGen.Bytes, Pieces.Cuts, Gen.Enum<Frames.Message>()).SampleAsync(async (bytes, cuts, message) =>
            Assert.Equal(
                await Frames.OfAsync(bytes, [int.MaxValue], Frames.Small, message),
                await Frames.OfAsync(bytes, cuts, Frames.Small, message)));

    [Fact]
    public async Task A_reader_that_is_cancelled_between_commands_says_so_although_more_is_there()
    {
        var pipe = new System.IO.Pipelines.Pipe();
        await pipe.Writer.WriteAsync("A NOOP\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        var reader = new ImapFrameReader(pipe.Reader, Frames.Small, () => { }, () => default);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reader.ReadAsync(new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task What_was_written_is_sent_before_the_reader_waits_and_only_then()
    {
        var pipe = new System.IO.Pipelines.Pipe();
        var sent = 0;
        var reader = new ImapFrameReader(pipe.Reader, Frames.Small, () => { }, () =>
        {
            sent++;
            return default;
        });
        var ct = TestContext.Current.CancellationToken;
        await pipe.Writer.WriteAsync("A NOOP\r\nB NOOP\r\n"u8.ToArray(), ct);
        await reader.ReadAsync(ct);
        await reader.ReadAsync(ct);
        Assert.Equal(0, sent);
        var waiting = reader.ReadAsync(ct).AsTask();
        Assert.Equal(1, sent);
        await pipe.Writer.CompleteAsync();
        await waiting;
    }
}
