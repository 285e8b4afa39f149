using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Postfach.Tests.Processes;

/// <summary>Imports as processes: beside a server, and ended in the middle.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Data => _temp["data"];

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_running_server_imports_what_the_command_reads()
    {
        var mbox = Mbox(300);
        using var serve = await ServeProcess.StartAsync(Data, Ct);
        await RunAsync("secret\n", "user", "add", "anna", "--password-stdin");
        Assert.Equal("300 imported, 0 there already, 0 left out\n", (await RunAsync("", "import", "anna", mbox, "--mailbox", "Old/Mail")).Output);
        Assert.Equal("0 imported, 300 there already, 0 left out\n", (await RunAsync("", "import", "anna", mbox, "--mailbox", "Old/Mail")).Output);
        Assert.Contains("Old/Mail", (await RunAsync("", "mailbox", "list", "anna")).Output, StringComparison.Ordinal);
        var refused = await RunAsync("", "import", "nobody", mbox);
        Assert.Equal((67, "postfach: There is no user nobody; see 'user list'."), (refused.Code, refused.ErrorLine));
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("INT")]
    public async Task An_import_that_a_signal_ended_goes_on_when_it_is_run_again(string signal)
    {
        var mbox = Mbox(4000);
        await RunAsync("secret\n", "user", "add", "anna", "--password-stdin");
        using (var import = PostfachProcess.Start("import", "anna", mbox, "--data", Data))
        {
            await AccountIsThereAsync();
            await import.SignalAsync(signal, Ct);
            await import.EndAsync("", Ct);
        }

        var again = JsonDocument.Parse((await RunAsync("", "import", "anna", mbox, "--json")).Output).RootElement;
        Assert.Equal(4000, again.GetProperty("imported").GetInt64() + again.GetProperty("alreadyThere").GetInt64());
        Assert.Equal("0 imported, 4000 there already, 0 left out\n", (await RunAsync("", "import", "anna", mbox)).Output);
    }

    [Theory]
    [InlineData("mbox")]
    [InlineData("maildir")]
    [InlineData("eml")]
    public async Task What_is_exported_is_imported_again_with_and_without_a_server(string format)
    {
        await RunAsync("secret\n", "user", "add", "anna", "--password-stdin");
        await RunAsync("secret\n", "user", "add", "berta", "--password-stdin");
        await RunAsync("", "import", "anna", Mbox(300), "--mailbox", "Old/Mail");
        using (var serve = await ServeProcess.StartAsync(Data, Ct))
            Assert.Equal("300 exported, 0 left out\n", (await RunAsync("", "export", "anna", "--to", format, _temp["one"])).Output);
        Assert.Equal("300 exported, 0 left out\n", (await RunAsync("", "export", "anna", "--to", format, _temp["two"])).Output);
        Assert.Equal("300 imported, 0 there already, 0 left out\n", (await RunAsync("", "import", "berta", _temp["one"])).Output);
        Assert.Equal(Files(_temp["one"]), Files(_temp["two"]));
        var refused = await RunAsync("", "export", "anna", "--to", format, _temp["two"]);
        Assert.Equal((73, $"postfach: The folder {_temp["two"]} is not empty; name a new one."), (refused.Code, refused.ErrorLine));
        Assert.Equal(67, (await RunAsync("", "export", "nobody", "--to", format, _temp["three"])).Code);
        Assert.False(Path.Exists(_temp["three"]));
    }

    [Fact]
    public async Task What_is_no_mail_is_refused()
    {
        await RunAsync("secret\n", "user", "add", "anna", "--password-stdin");
        Assert.Equal(65, (await RunAsync("", "import", "anna", _temp.Write("text", "no mail"))).Code);
        Assert.Equal(66, (await RunAsync("", "import", "anna", _temp["missing"])).Code);
    }

    // The lists beside them have the next UID, which is another after a server was killed.
    private static string[] Files(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f) is not ("dovecot-uidlist" or "messages.txt"))
            .Select(f => $"{Path.GetRelativePath(folder, f)} {new FileInfo(f).Length}").Order(),
    ];

    private string Mbox(int messages)
    {
        var text = new StringBuilder();
        for (var i = 0; i < messages; i++)
            text.Append(CultureInfo.InvariantCulture, $"From a@b Thu Aug 22 10:45:52 2002\nSubject: {i / 2}\n\n{new string('x', 2000)}\n\n");
        return _temp.Write("mbox", text.ToString());
    }

    /// <summary>The import has begun to write.</summary>
    private async Task AccountIsThereAsync()
    {
        var log = Path.Combine(Data, "accounts", "1", "mail.db-wal");
        while (!File.Exists(log) || new FileInfo(log).Length < 1 << 20)
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, Ct);
    }

    private Task<Ended> RunAsync(string input, params string[] arguments) => PostfachProcess.Start([.. arguments, "--data", Data]).EndAsync(input, Ct);
}
