using System.Diagnostics;
using CsCheck;
using Postfach.Protocol.Imap;
using Postfach.Protocol.Tests.Lines;

namespace Postfach.Protocol.Tests.Imap;

/// <summary>Whatever comes is read or refused with a reason, soon.</summary>
public sealed class HostileCommandTests
{
    private static readonly string[] Names =
    [
        "LOGIN", "AUTHENTICATE", "SELECT", "CREATE", "RENAME", "LIST", "STATUS", "ENABLE", "ID", "APPEND", "FETCH", "UID FETCH", "STORE", "COPY",
        "UID EXPUNGE", "NOOP", "SEARCH", "SORT", "UID THREAD", "ESEARCH", "CANCELUPDATE",
    ];

    [Fact]
    public void Any_bytes_are_a_request_or_have_a_complaint() =>
        Gen.Select(Pieces.Any(Names), ImapGen.Bytes).Sample((name, bytes) =>
            Assert.NotEqual("! nothing said", Shown.Command([.. Pieces.Latin($"A {name} "), .. bytes])));

    [Fact]
    public void Any_bytes_at_all_are_a_command_or_have_a_complaint() =>
        Gen.Byte.Array[0, 100].Sample(bytes => Assert.NotEqual("! nothing said", Shown.Command(bytes)));

    // Each as long as a command may be after the log-in: what takes quadratic time would take minutes.
    public static readonly TheoryData<string, string, string> Long = new()
    {
        { "FETCH ", "1:*,", "1 FLAGS" },
        { "FETCH 1 (", "UID FLAGS ", "UID)" },
        { "FETCH 1 (", "BODY[1] BODY[] ", "UID)" },
        { "FETCH 1 BODY[", "1.", "1]" },
        { "FETCH 1 BODY[HEADER.FIELDS (", "a ", "a)]" },
        { "STORE 1 FLAGS (", "\\Seen k ", "k)" },
        { "SELECT \"", "&-", "\"" },
        { "SELECT \"", "\\\"", "\"" },
        { "LIST \"\" ", "&APw-x", "" },
        { "ID (", "\"a\" NIL ", "\"a\" NIL)" },
        { "ENABLE", " A", "" },
        { "SORT (", "DATE ", "DATE) UTF-8 ALL" },
        { "SORT (DATE) UTF-8 ", "1:*,", "1" },
        { "ESEARCH IN (mailboxes (", "a ", "a)) ALL" },
        { "CANCELUPDATE", " \"a\"", "" },
        { "SEARCH RETURN (", "ALL ", "ALL) ALL" },
    };

    [Theory]
    [MemberData(nameof(Long))]
    public void A_command_as_long_as_may_be_is_read_at_once(string head, string repeated, string end)
    {
        var length = ImapLimits.AfterLogIn.Line - head.Length - end.Length - 2;
        var text = head + string.Concat(Enumerable.Repeat(repeated, length / repeated.Length)) + end;
        var start = Stopwatch.GetTimestamp();
        Shown.Command(text);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_command_of_very_many_literals_is_framed_at_once()
    {
        var flags = string.Concat(Enumerable.Repeat("f ", 25_000));
        var literals = string.Concat(Enumerable.Repeat("x{1+}\r\n", 100_000));
        var start = Stopwatch.GetTimestamp();
        var found = await Frames.OfAsync(Pieces.Latin($"A APPEND m ({flags}f) {literals}\r\n"), [int.MaxValue], ImapLimits.AfterLogIn);
        Assert.Single(found);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }
}
