using System.Text.RegularExpressions;

namespace Postfach.Tests.Processes;

/// <summary><c>deliver</c> as a mail transfer agent starts it: what it ends with decides whether the sender gets the message back.</summary>
public sealed partial class DeliverTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Data => _temp["data"];

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_is_delivered_with_and_without_a_running_server(bool withServer)
    {
        await RunAsync("secret\n", "user", "add", "anna", "--password-stdin");
        using (var serve = withServer ? await ServeProcess.StartAsync(Data, Ct) : null)
        {
            await RunAsync("", "mailbox", "create", "anna", "Lists");
            await DeliverAsync("Subject: One\n\nText\n.\n", "anna");
            await DeliverAsync("From bert@example.net Thu Aug 22 10:45:52 2002\nSubject: Two\r\n\r\nText\n", "anna+lists");
            await DeliverAsync("Subject: Three\n\nText", "anna", "--mailbox", "Lists", "--from", "<carl@example.net>");
            await DeliverAsync("Subject: Four\n", "anna+lists", "--mailbox", "Missing", "--from", "");
        }

        Assert.Equal("4 exported, 0 left out\n", (await RunAsync("", "export", "anna", "--to", "eml", _temp["out"])).Output);
        Assert.Equal(
            ["Delivered-To: anna\nSubject: One\n\nText\n.\n", "Return-Path: <>\nDelivered-To: anna+lists\nSubject: Four\n"], Messages("INBOX"));
        Assert.Equal(
            [
                "Return-Path: <bert@example.net>\nDelivered-To: anna+lists\nSubject: Two\n\nText\n",
                "Return-Path: <carl@example.net>\nDelivered-To: anna\nSubject: Three\n\nText",
            ],
            Messages("Lists"));
    }

    [Theory]
    [InlineData("Subject: x\n\n", 67, "There is no user nobody; see 'user list'.", "nobody")]
    [InlineData("", 65, "There is no message on standard input.", "anna")]
    [InlineData("From a@b Thu Aug 22 10:45:52 2002\n", 65, "There is no message on standard input.", "anna")]
    [InlineData("Subject: x\n\n", 64, "'a/' is no mailbox name: A level of a mailbox name cannot be empty.", "anna", "--mailbox", "a/")]
    public async Task What_is_wrong_for_good_is_said_so(string message, int code, string why, params string[] arguments)
    {
        await RunAsync("secret\n", "user", "add", "anna", "--password-stdin");
        var ended = await RunAsync(message, ["deliver", .. arguments]);
        Assert.Equal((code, $"postfach: {why}"), (ended.Code, ended.ErrorLine));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_that_is_too_big_is_not_delivered(bool withServer)
    {
        await RunAsync("secret\n", "user", "add", "anna", "--password-stdin");
        _temp.Write("postfach.json", """{ "Limits": { "MessageBytes": 100000 } }""");
        File.Move(_temp["postfach.json"], Path.Combine(Data, "postfach.json"));
        using (var serve = withServer ? await ServeProcess.StartAsync(Data, Ct) : null)
        {
            var ended = await RunAsync("Subject: x\n\n" + new string('x', 200_000), "deliver", "anna");
            Assert.Equal((65, "postfach: The message is too big; raise Limits:MessageBytes."), (ended.Code, ended.ErrorLine));
        }

        Assert.Equal("0 exported, 0 left out\n", (await RunAsync("", "export", "anna", "--to", "eml", _temp["out"])).Output);
    }

    [Fact]
    public async Task What_is_not_the_messages_fault_is_to_be_tried_again()
    {
        var none = await RunAsync("Subject: x\n\n", "deliver", "anna");
        Assert.Equal(75, none.Code);
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "postfach.json"), "{ broken", Ct);
        Assert.Equal(75, (await RunAsync("Subject: x\n\n", "deliver", "anna")).Code);
    }

    // Without what no two runs have in common.
    private string[] Messages(string mailbox) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(_temp["out"], mailbox), "*.eml").Order(StringComparer.Ordinal)
            .Select(f => ReceivedField.Replace(File.ReadAllText(f).Replace("\r\n", "\n", StringComparison.Ordinal), "")),
    ];

    [GeneratedRegex(@"^Received: by \S+ id [0-9a-f]{10}\n for <[a-z+]+>;\n [^\n]+\n", RegexOptions.Multiline)]
    private static partial Regex ReceivedField { get; }

    private async Task DeliverAsync(string message, params string[] arguments)
    {
        var ended = await RunAsync(message, ["deliver", .. arguments]);
        Assert.Equal((0, "", ""), (ended.Code, ended.Output, ended.Error));
    }

    private Task<Ended> RunAsync(string input, params string[] arguments) => PostfachProcess.Start([.. arguments, "--data", Data]).EndAsync(input, Ct);
}
