using Postfach.EndToEnd.Hosting;

namespace Postfach.EndToEnd.Clients;

/// <summary>Programs that fetch mail and hand each message to a command, which here writes it into a file of its own: fetchmail, getmail.</summary>
public sealed class MailFileTests(MailHost host) : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // A new file for each message that comes on standard input.
    private string Deliver => $"cat > $(mktemp {_temp["mail"]}/XXXXXX)";

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("IMAP", "imaps", "ssl")]
    [InlineData("IMAP", "imap", "sslproto tls1+")]
    [InlineData("POP3", "pop3s", "ssl")]
    [InlineData("POP3", "pop3", "sslproto tls1+")]
    public async Task Fetchmail_keeps_what_it_has_fetched_or_deletes_it(string protocol, string listener, string tls)
    {
        var user = host.TakeUser();
        await host.FillAsync(user, 3, Ct);
        Directory.CreateDirectory(_temp["mail"]);
        Assert.Equal(["Letter 0", "Letter 1", "Letter 2"], await FetchAsync("keep", expected: 0));
        Assert.Equal(["Letter 0", "Letter 1", "Letter 2"], await FetchAsync("keep", expected: 1));
        await host.DeliverAsync(user, "New", Ct);
        Assert.Equal(["Letter 0", "Letter 1", "Letter 2", "New"], await FetchAsync("nokeep", expected: 0));
        Assert.Equal(3, (await host.ListAsync(user, "INBOX", Ct)).Count);
        await FetchAsync("nokeep fetchall", expected: 0);
        Assert.Empty(await host.ListAsync(user, "INBOX", Ct));

        // Its status is 1 where there was nothing new.
        async Task<IEnumerable<string>> FetchAsync(string keep, int expected)
        {
            var settings = _temp.Write("fetchmailrc", $"""
                poll 127.0.0.1 protocol {protocol} port {host.Serve.Port(listener)} uidl
                    user "{user}" password "{MailHost.Password}" {tls} no sslcertck {keep} mda "{Deliver}"

                """);
            var (status, output) = await ClientProgram.TryRunAsync(
                "fetchmail", Ct, "--nosyslog", "-f", settings, "--idfile", _temp["ids"], "--pidfile", _temp["pid"]);
            Assert.True(status == expected, $"fetchmail ended with {status}: {output}");
            return Subjects();
        }
    }

    [Theory]
    [InlineData("SimpleIMAPSSLRetriever", "imaps")]
    [InlineData("SimpleIMAPRetriever", "imap")]
    [InlineData("SimplePOP3SSLRetriever", "pop3s")]
    [InlineData("SimplePOP3Retriever", "pop3")]
    public async Task Getmail_keeps_what_it_has_fetched_or_deletes_it(string retriever, string listener)
    {
        var user = host.TakeUser();
        await host.FillAsync(user, 3, Ct);
        Directory.CreateDirectory(_temp["mail"]);
        Assert.Equal(["Letter 0", "Letter 1", "Letter 2"], await FetchAsync(delete: false));
        Assert.Equal(["Letter 0", "Letter 1", "Letter 2"], await FetchAsync(delete: false));
        await host.DeliverAsync(user, "New", Ct);
        Assert.Equal(["Letter 0", "Letter 1", "Letter 2", "New"], await FetchAsync(delete: true));
        Assert.Empty(await host.ListAsync(user, "INBOX", Ct));

        async Task<IEnumerable<string>> FetchAsync(bool delete)
        {
            var settings = _temp.Write("getmailrc", $"""
                [retriever]
                type = {retriever}
                server = 127.0.0.1
                port = {host.Serve.Port(listener)}
                username = {user}
                password = {MailHost.Password}

                [destination]
                type = MDA_external
                path = /bin/sh
                arguments = ("-c", "{Deliver}")
                allow_root_commands = true

                [options]
                read_all = false
                delete = {delete}

                """);
            await ClientProgram.RunAsync("getmail", Ct, "--getmaildir", _temp.Path, "--rcfile", settings);
            return Subjects();
        }
    }

    private IEnumerable<string> Subjects() => Directory.GetFiles(_temp["mail"])
        .Select(f => File.ReadLines(f).First(l => l.StartsWith("Subject: ", StringComparison.Ordinal))["Subject: ".Length..])
        .Order(StringComparer.Ordinal);
}
