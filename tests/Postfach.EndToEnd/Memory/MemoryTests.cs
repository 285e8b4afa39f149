using System.Globalization;
using Postfach.EndToEnd.Hosting;

namespace Postfach.EndToEnd.Memory;

/// <summary>
/// Memory does not grow with a message's size: the server handles one that is far bigger than the memory it may have. The variable
/// <c>POSTFACH_BIG_MESSAGE</c> gives another size, in MiB.
/// </summary>
[Collection(RunsAlone.Name)]
[Trait("Speed", "slow")]
public sealed class MemoryTests : IDisposable
{
    private const string Variable = "POSTFACH_BIG_MESSAGE";
    private const string User = "anna";
    private const string Password = "correct-horse";
    private const int SmallMebibytes = 8;
    private const int OrdinaryMebibytes = 120;

    /// <summary>The runtime ends the process when its own heap needs more.</summary>
    private const long HeapLimit = 40L << 20;

    /// <summary>How much more of all memory, the database's included, a big message may need than a small one.</summary>
    private const long MostGrowth = 40L << 20;

    private readonly TempFolder _temp = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_message_bigger_than_all_memory_goes_in_and_out()
    {
        var message = new BigMessage(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } size
            ? int.Parse(size, CultureInfo.InvariantCulture)
            : OrdinaryMebibytes);
        await PostfachProgram.AddUserAsync(_temp["data"], User, Password, Ct);
        var limit = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = $"0x{HeapLimit:X}" };
        await using var serve = await ServeProcess.StartAsync(_temp["data"], limit, Ct);
        await BringInAndOutAsync(serve, new BigMessage(SmallMebibytes), first: 1);
        var before = serve.PeakMemory;
        await BringInAndOutAsync(serve, message, first: 3);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{SmallMebibytes} MiB: at most {before >> 20} MiB of memory; {message.Length >> 20} MiB: at most {serve.PeakMemory >> 20} MiB");
        Assert.InRange(serve.PeakMemory - before, 0, MostGrowth);
        Assert.Equal(0, await serve.StopAsync(Ct));
        Assert.Empty(serve.Faults);
    }

    /// <param name="first">Its number in INBOX; by APPEND it comes once more.</param>
    private static async Task BringInAndOutAsync(ServeProcess serve, BigMessage message, int first)
    {
        await BringInAsync(serve, message);
        await FetchAsync(serve, message, first);
        await RetrieveAsync(serve, message, first);
    }

    private static async Task BringInAsync(ServeProcess serve, BigMessage message)
    {
        await using var lmtp = await LmtpWire.ConnectAsync(serve.EndPoint("lmtp"), Ct);
        Assert.StartsWith("250 ", Assert.Single(await lmtp.DeliverAsync([User], message.Pieces, endsLine: true, Ct)), StringComparison.Ordinal);
        await using var imap = await ImapWire.LogInAsync(serve.EndPoint("imap"), User, Password, Ct);
        await imap.AppendAsync("INBOX", "", message.Length, message.Pieces, Ct);
    }

    private static async Task FetchAsync(ServeProcess serve, BigMessage message, int first)
    {
        await using var imap = await ImapWire.LogInAsync(serve.EndPoint("imap"), User, Password, Ct);
        await imap.RunAsync("SELECT INBOX", Ct);
        for (var number = first; number <= first + 1; number++)
        {
            var size = (await imap.RunAsync($"FETCH {number} (RFC822.SIZE BODYSTRUCTURE)", Ct))["RFC822.SIZE"];
            using var hash = new TailHash(size - message.Length);
            imap.LiteralSink = hash.Write;
            await imap.RunAsync($"FETCH {number} (BODY[])", Ct);
            imap.LiteralSink = null;
            Assert.Equal(message.Hash, hash.Hash);
        }
    }

    private static async Task RetrieveAsync(ServeProcess serve, BigMessage message, int first)
    {
        await using var pop3 = await Pop3Wire.LogInAsync(serve.EndPoint("pop3"), User, Password, Ct);
        for (var number = first; number <= first + 1; number++)
        {
            var size = long.Parse((await pop3.RunAsync($"LIST {number}", Ct)).Split(' ')[1], CultureInfo.InvariantCulture);
            using var hash = new TailHash(size - message.Length);
            await pop3.RunAsync($"RETR {number}", hash.Write, Ct);
            Assert.Equal(message.Hash, hash.Hash);
        }
    }
}
