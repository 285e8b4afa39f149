using System.Globalization;
using System.Text;

namespace Postfach.Tests.Processes;

/// <summary>The command that finds messages, as a process, with and without a server.</summary>
public sealed class SearchTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_running_server_finds_what_the_command_alone_finds()
    {
        await RunAsync("secret\n", "user", "add", "anna", "--password-stdin");
        await RunAsync("", "import", "anna", Mbox(), "--mailbox", "Old/Mail");
        string[][] searches =
        [
            ["needle17"],
            ["needle", "--limit", "3"],
            ["SUBJECT 4 BEFORE 1-Jan-2003", "--json"],
            ["needle", "--mailbox", "INBOX"],
            ["needle", "--mailbox", "Missing"],
            ["FROM"],
        ];
        var alone = new List<Ended>();
        foreach (var search in searches)
            alone.Add(await RunAsync("", ["search", "anna", .. search]));
        Assert.Contains("the [needle17] of", alone[0].Output, StringComparison.Ordinal);
        using var serve = await ServeProcess.StartAsync(_temp["data"], Ct);
        for (var i = 0; i < searches.Length; i++)
            Assert.Equal(alone[i], await RunAsync("", ["search", "anna", .. searches[i]]));
        Assert.Equal((67, "postfach: There is no user nobody; see 'user list'."), await RunAsync("", "search", "nobody", "x") is var refused ? (refused.Code, refused.ErrorLine) : default);
    }

    private string Mbox()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 60; i++)
            text.Append(CultureInfo.InvariantCulture, $"From a@b Thu Aug 22 10:45:52 2002\nFrom: Anna <anna@example.org>\nSubject: {i}\n\nThis is the needle{i} of the haystack.\n\n");
        return _temp.Write("mbox", text.ToString());
    }

    private Task<Ended> RunAsync(string input, params string[] arguments) => PostfachProcess.Start([.. arguments, "--data", _temp["data"]]).EndAsync(input, Ct);
}
