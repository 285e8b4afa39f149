using System.Text.Json;
using Postfach.Tests.Processes;

namespace Postfach.Tests.CommandLine;

/// <summary>Users and mailboxes, without a running server.</summary>
public sealed class AdministrationTests : IDisposable
{
    private readonly TempFolder _temp = new();

    // Deriving keys is slow by design; these tests are about something else.
    public AdministrationTests() => _temp.Write("data/postfach.json", """{ "Store": { "PasswordIterations": 4096 } }""");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_user_has_one_spelling_and_is_added_once()
    {
        Assert.Equal(new Ended(0, "", ""), await RunAsync("secret\n", "user", "add", "Ann@Example.org", "--password-stdin"));
        var again = await RunAsync("secret\n", "user", "add", "ann@example.ORG", "--password-stdin");
        Assert.Equal(73, again.Code);
        Assert.Contains("ann@example.org", again.ErrorLine, StringComparison.Ordinal);
        Assert.Equal("ann@example.org\n", (await RunAsync("", "user", "list")).Output);
    }

    [Fact]
    public async Task A_listing_can_be_JSON()
    {
        await RunAsync("secret", "user", "add", "ann", "--password-stdin");
        using var users = JsonDocument.Parse((await RunAsync("", "user", "list", "--json")).Output);
        Assert.Equal("ann", Assert.Single(users.RootElement.EnumerateArray()).GetProperty("name").GetString());
        using var mailboxes = JsonDocument.Parse((await RunAsync("", "mailbox", "list", "ann", "--json")).Output);
        Assert.Contains(("Sent", "Sent"), mailboxes.RootElement.EnumerateArray().Select(Pair));
        Assert.Contains(("INBOX", "None"), mailboxes.RootElement.EnumerateArray().Select(Pair));

        static (string?, string?) Pair(JsonElement mailbox) => (mailbox.GetProperty("name").GetString(), mailbox.GetProperty("specialUse").GetString());
    }

    [Theory]
    [InlineData("user remove ann")]
    [InlineData("user password ann --password-stdin")]
    [InlineData("mailbox list ann")]
    [InlineData("mailbox create ann Work")]
    public async Task A_user_who_is_not_there_is_named(string line)
    {
        var ended = await RunAsync("secret", line.Split(' '));
        Assert.Equal(67, ended.Code);
        Assert.Contains("ann", ended.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removed_user_is_gone()
    {
        await RunAsync("secret", "user", "add", "ann", "--password-stdin");
        Assert.Equal(0, (await RunAsync("", "user", "remove", "ann")).Code);
        Assert.Equal(new Ended(0, "", ""), await RunAsync("", "user", "list"));
    }

    [Fact]
    public async Task The_mail_of_a_removed_user_stays_unless_it_shall_go_too()
    {
        foreach (var name in new[] { "ann", "bob" })
        {
            await RunAsync("secret", "user", "add", name, "--password-stdin");
            await RunAsync("", "mailbox", "create", name, "Work");
        }

        Assert.Equal(0, (await RunAsync("", "user", "remove", "ann")).Code);
        Assert.Equal(64, (await RunAsync("bob\n", "user", "remove", "bob", "--with-mail")).Code);
        Assert.Equal("bob\n", (await RunAsync("", "user", "list")).Output);
        Assert.Equal(new Ended(0, "", ""), await RunAsync("", "user", "remove", "bob", "--with-mail", "--yes"));
        Assert.Equal(67, (await RunAsync("", "user", "remove", "bob", "--with-mail", "--yes")).Code);
        Assert.Equal(["1"], new DirectoryInfo(_temp["data/accounts"]).EnumerateDirectories().Select(d => d.Name));

        // The name is free again; what comes under it is new.
        await RunAsync("secret", "user", "add", "bob", "--password-stdin");
        Assert.DoesNotContain("Work", (await RunAsync("", "mailbox", "list", "bob")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ann\n", 0)]
    [InlineData("yes\n", 64)]
    [InlineData("", 64)]
    public async Task At_a_terminal_the_name_is_asked_for_before_mail_goes(string answer, int code)
    {
        await RunAsync("secret", "user", "add", "ann", "--password-stdin");
        var ended = await InProcess.RunAsync(answer, isInteractive: true, "user", "remove", "ann", "--with-mail", "--data", _temp["data"]);
        Assert.Equal(code, ended.Code);
        Assert.Equal(code == 0 ? "" : "ann\n", (await RunAsync("", "user", "list")).Output);
    }

    [Fact]
    public async Task A_password_may_have_spaces_and_colons_and_come_from_a_file()
    {
        var file = _temp.Write("password", " pass: word \n");
        Assert.Equal(0, (await RunAsync("", "user", "add", "ann", "--password-file", file)).Code);
        Assert.Equal(0, (await RunAsync(" p ", "user", "password", "ann", "--password-stdin")).Code);
    }

    [Fact]
    public async Task A_password_that_no_client_sends_is_refused()
    {
        var ended = await RunAsync("bell\a\n", "user", "add", "ann", "--password-stdin");
        Assert.Equal(65, ended.Code);
        Assert.DoesNotContain("bell", ended.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_can_be_run_again()
    {
        var file = _temp.Write("users", string.Concat(Enumerable.Range(0, 150).Select(i => $"user{i}@example.org:pass:{i}\r\n")) + "\n");
        Assert.Equal("150 added, 0 there already\n", (await RunAsync("", "user", "import", file)).Output);
        _temp.Write("users", "user3@example.org:other\nnew@example.org:new");
        Assert.Equal("1 added, 1 there already\n", (await RunAsync("", "user", "import", file)).Output);
    }

    [Fact]
    public async Task Nothing_is_imported_from_a_file_with_a_wrong_line()
    {
        Assert.Equal(65, (await RunAsync("", "user", "import", _temp.Write("users", "ann:secret\nbob\n"))).Code);
        Assert.Equal("", (await RunAsync("", "user", "list")).Output);
    }

    [Fact]
    public async Task Mailboxes_are_made_renamed_and_deleted()
    {
        await RunAsync("secret", "user", "add", "ann", "--password-stdin");
        Assert.Equal("Archive  \\Archive\nDrafts   \\Drafts\nINBOX\nJunk     \\Junk\nSent     \\Sent\nTrash    \\Trash\n", (await RunAsync("", "mailbox", "list", "ann")).Output);
        Assert.Equal(0, (await RunAsync("", "mailbox", "create", "ann", "Work/Süd")).Code);
        Assert.Equal(0, (await RunAsync("", "mailbox", "rename", "ann", "Work/Süd", "Work/Nord")).Code);
        Assert.Contains("Work/Nord", (await RunAsync("", "mailbox", "list", "ann")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("", "mailbox", "delete", "ann", "Work/Nord")).Code);
        Assert.DoesNotContain("Nord", (await RunAsync("", "mailbox", "list", "ann")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(66, "mailbox delete ann Nowhere", "Nowhere")]
    [InlineData(66, "mailbox rename ann Nowhere Elsewhere", "Nowhere")]
    [InlineData(73, "mailbox create ann Sent", "already")]
    [InlineData(77, "mailbox delete ann INBOX", "INBOX")]
    public async Task What_cannot_be_done_to_a_mailbox_is_said(int code, string line, string named)
    {
        await RunAsync("secret", "user", "add", "ann", "--password-stdin");
        var ended = await RunAsync("", line.Split(' '));
        Assert.Equal(code, ended.Code);
        Assert.Contains(named, ended.ErrorLine, StringComparison.Ordinal);
    }

    private Task<Ended> RunAsync(string input, params string[] arguments) => InProcess.RunAsync(input, [.. arguments, "--data", _temp["data"]]);
}
