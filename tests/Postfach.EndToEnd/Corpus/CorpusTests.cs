using Postfach.EndToEnd.Hosting;
using Postfach.Testing.Corpus;

namespace Postfach.EndToEnd.Corpus;

/// <summary>
/// Bytes are sacred. The messages are the odd ones of <c>tests/data</c> and some that are odd on the wire; with the variable <c>POSTFACH_CORPUS</c> they
/// are those of that folder of files or mbox instead.
/// </summary>
public sealed class CorpusTests(MailHost host)
{
    private const string Variable = "POSTFACH_CORPUS";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_APPEND_brings_in_comes_back_byte_for_byte()
    {
        var trip = NewTrip();
        await trip.ByAppendAsync(Messages(), Ct);
        Assert.Empty(trip.Differences);
    }

    [Fact]
    public async Task What_LMTP_brings_in_has_trace_fields_in_front_and_nothing_else()
    {
        var trip = NewTrip();
        await trip.ByLmtpAsync(Messages(), Ct);
        Assert.Empty(trip.Differences);
    }

    private static List<CorpusMessage> Messages()
    {
        var messages = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path
            ? CorpusFiles.Read(path).ToList()
            : [.. CorpusFiles.Read(Path.Combine(AppContext.BaseDirectory, "odd")), .. OddOnTheWire.Messages];
        Assert.NotEmpty(messages);
        TestContext.Current.TestOutputHelper?.WriteLine($"{messages.Count} messages, {messages.Sum(m => (long)m.Bytes.Length)} bytes");
        return messages;
    }

    private CorpusTrip NewTrip() => new(host.Serve, host.TakeUser(), MailHost.Password);
}
