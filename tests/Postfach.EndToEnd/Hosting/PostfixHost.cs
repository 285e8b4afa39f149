using Postfach.EndToEnd.Clients;

namespace Postfach.EndToEnd.Hosting;

/// <summary>Debian's Postfix with a configuration and a queue of its own, set up as <c>docs/delivery.md</c> tells. Only root can start one.</summary>
internal sealed class PostfixHost : IAsyncDisposable
{
    private readonly TempFolder _temp;

    private PostfixHost(TempFolder temp) => _temp = temp;

    /// <summary>What it has logged so far.</summary>
    public string Log => File.Exists(_temp["log"]) ? File.ReadAllText(_temp["log"]) : "";

    /// <param name="temp">Where its files lie; opened for its own user.</param>
    /// <param name="transport">Where it delivers mail for example.org, such as <c>lmtp:unix:/path</c>; <c>lmtps:</c> insists on TLS.</param>
    public static async Task<PostfixHost> StartAsync(TempFolder temp, string transport, CancellationToken ct)
    {
        ClientProgram.MustExist("postfix", "/usr/sbin/postfix");
        Assert.SkipUnless(Environment.UserName == "root", "only root can start Postfix");
        foreach (var folder in new[] { "etc", "queue", "data" })
            Directory.CreateDirectory(temp[folder]);
        temp.OpenToAll();
        await ClientProgram.RunAsync("chown", ct, "postfix", temp["data"]);
        await File.WriteAllTextAsync(temp["etc/main.cf"], $"""
            compatibility_level = 3.6
            queue_directory = {temp["queue"]}
            data_directory = {temp["data"]}
            maillog_file = {temp["log"]}
            maillog_file_prefixes = {temp.Path}
            myhostname = mta.example.net
            mydestination =
            inet_protocols = ipv4
            alias_maps =
            alias_database =
            recipient_delimiter = +
            virtual_mailbox_domains = example.org
            virtual_mailbox_maps = static:all
            virtual_transport = {transport}
            """, ct);
        await File.WriteAllTextAsync(temp["etc/master.cf"], """
            pickup  unix  n  -  n  60    1  pickup
            cleanup unix  n  -  n  -     0  cleanup
            qmgr    unix  n  -  n  300   1  qmgr
            tlsmgr  unix  -  -  n  1000? 1  tlsmgr
            rewrite unix  -  -  n  -     -  trivial-rewrite
            bounce  unix  -  -  n  -     0  bounce
            defer   unix  -  -  n  -     0  bounce
            trace   unix  -  -  n  -     0  bounce
            proxymap unix -  -  n  -     -  proxymap
            error   unix  -  -  n  -     -  error
            retry   unix  -  -  n  -     -  error
            lmtp    unix  -  -  n  -     -  lmtp
            lmtps   unix  -  -  n  -     -  lmtp -o lmtp_tls_security_level=encrypt
            scache  unix  -  -  n  -     1  scache
            postlog unix-dgram n - n -   1  postlogd

            """, ct);
        var postfix = new PostfixHost(temp);
        await postfix.RunAsync("check", ct);
        await postfix.RunAsync("start", ct);
        return postfix;
    }

    /// <summary>Hands it a message as a program of its machine does; it is delivered in its own time.</summary>
    public async Task SubmitAsync(string sender, byte[] message, CancellationToken ct, params string[] recipients)
    {
        await File.WriteAllBytesAsync(_temp["message"], message, ct);
        const string script = """etc=$1 sender=$2 message=$3; shift 3; exec /usr/sbin/sendmail -C "$etc" -f "$sender" -i -- "$@" <"$message" """;
        await ClientProgram.RunAsync("/bin/sh", ct, ["-c", script, "sh", _temp["etc"], sender, _temp["message"], .. recipients]);
    }

    public async ValueTask DisposeAsync() => await RunAsync("stop", CancellationToken.None);

    private Task<string> RunAsync(string command, CancellationToken ct) => ClientProgram.RunAsync("/usr/sbin/postfix", ct, "-c", _temp["etc"], command);
}
