using System.Net.Sockets;
using System.Text;

namespace Postfach.Tests.Processes;

/// <summary>The control socket towards whoever speaks to it, well or badly.</summary>
public sealed class ControlSocketTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Data => _temp["data"];

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"ask":"user.fly"}""")]
    [InlineData("""{"ask":"user.remove"}""")]
    [InlineData("""{"ask":"user.remove","name":null}""")]
    [InlineData("""{"ask":"user.remove","name":"ann","force":true}""")]
    [InlineData("""{"ask":"user.add","users":[{"name":"ann"}]}""")]
    public async Task A_line_that_asks_nothing_is_refused_and_the_next_is_heard(string line)
    {
        using var serve = await ServeProcess.StartAsync(Data, Ct);
        var replies = await AskAsync(line + "\n" + """{"ask":"user.list"}""" + "\n");
        Assert.Collection(
            replies,
            refused => Assert.StartsWith("""{"is":"refused","code":65""", refused, StringComparison.Ordinal),
            users => Assert.Equal("""{"is":"users","rows":[]}""", users));
    }

    [Fact]
    public async Task A_line_without_end_is_cut_off_and_the_server_goes_on()
    {
        using var serve = await ServeProcess.StartAsync(Data, Ct);
        Assert.Empty(await AskAsync(new string('x', 3 << 20)));
        Assert.Single(await AskAsync("""{"ask":"user.list"}""" + "\n"));
    }

    [Fact]
    public async Task Two_commands_at_once_without_a_server_wait_for_each_other()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 4).Select(i =>
            PostfachProcess.Start("user", "add", $"user{i}", "--password-stdin", "--data", Data).EndAsync("secret\n", Ct)));
        Assert.All(added, a => Assert.Equal((0, ""), (a.Code, a.Error)));
        Assert.Equal("user0\nuser1\nuser2\nuser3\n", (await PostfachProcess.Start("user", "list", "--data", Data).EndAsync("", Ct)).Output);
    }

    private async Task<string[]> AskAsync(string lines)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(Data, "control.sock")), Ct);
        await using var stream = new NetworkStream(socket);
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(lines), Ct);
            socket.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream);
            return (await reader.ReadToEndAsync(Ct)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Cut off while there was more to say.
            return [];
        }
    }
}
