using Microsoft.Extensions.Logging;
using Postfach.Options;
using Postfach.Server.Listeners;

namespace Postfach.Tests.Options;

public sealed class OptionsTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Without_a_word_everything_has_its_default()
    {
        var options = OptionsFile.Read(_temp.Path, null, []);
        Assert.Equal(ListenAddress.Defaults, options.Listen);
        Assert.Null(options.Certificate);
        Assert.Equal(new MailServerOptions(), options.Server);
        Assert.Equal(new Postfach.Store.StoreOptions { DataFolder = _temp.Path }, options.Store);
    }

    [Fact]
    public void The_file_in_the_data_folder_is_read()
    {
        _temp.Write(
            "postfach.json",
            """
            {
              // An administrator's remark.
              "Listen": ["imap=127.0.0.1:2143", "lmtp=unix:/run/lmtp.sock"],
              "LogIn": { "ClearText": "never" },
              "Tls": { "Certificate": "tls/chain.pem", "Key": "/etc/key.pem", "HandshakeTimeout": "00:00:05" },
              "limits": { "connections": 7, "MessageBytes": 50000000 },
              "Store": { "Grace": "30.00:00:00", "KeepUids": true },
              "Logging": { "LogLevel": { "Default": "Warning", "Postfach.Server.Imap": "Debug" } },
            }
            """);
        var options = OptionsFile.Read(_temp.Path, null, []);
        Assert.Equal(["imap=127.0.0.1:2143", "lmtp=unix:/run/lmtp.sock"], options.Listen.Select(l => l.ToString()));
        Assert.Equal(ClearTextLogIn.Never, options.Server.ClearTextLogIn);
        Assert.Equal(new CertificateFiles(_temp["tls/chain.pem"], "/etc/key.pem"), options.Certificate);
        Assert.Equal(TimeSpan.FromSeconds(5), options.Server.HandshakeTimeout);
        Assert.Equal(7, options.Server.Limits.Connections);
        Assert.Equal(50_000_000, options.Store.MaxMessageBytes);
        Assert.Equal(TimeSpan.FromDays(30), options.Store.Grace);
        Assert.True(options.Store.KeepUids);
        Assert.Equal(nameof(LogLevel.Debug), options.Logging["LogLevel:Postfach.Server.Imap"]);
    }

    [Fact]
    public void A_named_file_may_say_where_the_data_folder_is_and_replaces_the_one_in_it()
    {
        _temp.Write("mail/postfach.json", """{ "Limits": { "Connections": 7 } }""");
        var file = _temp.Write("etc/postfach.json", $$"""{ "Data": "{{_temp["mail"]}}", "Tls": { "Certificate": "both.pem" } }""");
        var options = OptionsFile.Read(null, file, []);
        Assert.Equal(_temp["mail"], options.Store.DataFolder);
        Assert.Equal(new ConnectionLimits(), options.Server.Limits);
        Assert.Equal(new CertificateFiles(_temp["etc/both.pem"], _temp["etc/both.pem"]), options.Certificate);
    }

    [Fact]
    public void The_command_line_comes_first()
    {
        var file = _temp.Write("postfach.json", """{ "Data": "/elsewhere", "Listen": ["imap=127.0.0.1:2143"] }""");
        var options = OptionsFile.Read(_temp.Path, file, ["pop3=127.0.0.1:0"]);
        Assert.Equal(_temp.Path, options.Store.DataFolder);
        Assert.Equal(["pop3=127.0.0.1:0"], options.Listen.Select(l => l.ToString()));
    }
}
