namespace Postfach.Tests.CommandLine;

/// <summary>What is wrong with a command line, a file or the configuration: an exit code of sysexits and one line that names it.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public UsageTests()
    {
        _temp.Write("empty", "");
        _temp.Write("lines", "one\ntwo\n");
        _temp.Write("latin1", "");
        File.WriteAllBytes(_temp["latin1"], [(byte)'p', 0xE4]);
        _temp.Write("users-no-colon", "ann:a\nbob\n");
        _temp.Write("users-bad-name", "a nn:a\n");
        _temp.Write("users-no-password", "ann:\n");
        _temp.Write("users-twice", "ann:a\nANN:b\n");
        _temp.Write("not-json", "{ \"Limits\": ");
        _temp.Write("unknown-key", "{ \"Limits\": { \"Conections\": 5 } }");
        _temp.Write("unknown-section", "{ \"Limit\": { \"Connections\": 5 } }");
        _temp.Write("bad-number", "{ \"Limits\": { \"Connections\": \"many\" } }");
        _temp.Write("bad-time", "{ \"Tls\": { \"HandshakeTimeout\": \"30\" } }");
        _temp.Write("bad-choice", "{ \"LogIn\": { \"ClearText\": \"Sometimes\" } }");
        _temp.Write("bad-number-of-choice", "{ \"LogIn\": { \"ClearText\": \"1\" } }");
        _temp.Write("bad-level", "{ \"Logging\": { \"LogLevel\": { \"Default\": \"Loud\" } } }");
        _temp.Write("bad-listen", "{ \"Listen\": [ \"imap=127.0.0.1:0\", \"imap=here\" ] }");
        _temp.Write("key-alone", "{ \"Tls\": { \"Key\": \"key.pem\" } }");
        _temp.Write("no-certificate", "{ \"Listen\": [ \"imaps=127.0.0.1:0\" ], \"Tls\": { \"Certificate\": \"absent.pem\" } }");
        _temp.Write("bad-certificate", "{ \"Listen\": [ \"imaps=127.0.0.1:0\" ], \"Tls\": { \"Certificate\": \"lines\" } }");
    }

    public void Dispose() => _temp.Dispose();

    [Theory]
    // 64: the command line.
    [InlineData(64, "", "Required command")]
    [InlineData(64, "frobnicate", "'frobnicate'")]
    [InlineData(64, "user", "Required command")]
    [InlineData(64, "user add", "--password-stdin")]
    [InlineData(64, "user add ann", "--password-stdin or --password-file")]
    [InlineData(64, "user add ann --password-stdin --password-file {}/lines", "--password-stdin or --password-file")]
    [InlineData(64, "user add a;b --password-stdin", "a;b")]
    [InlineData(64, "user remove", "Required argument")]
    [InlineData(64, "user remove a*", "a*")]
    [InlineData(64, "user remove ann bob", "bob")]
    [InlineData(64, "mailbox create ann a//b", "a//b")]
    [InlineData(64, "mailbox rename ann Old a%b", "a%b")]
    [InlineData(64, "serve --port 143", "--port")]
    [InlineData(64, "serve --data", "--data")]
    [InlineData(64, "serve --listen", "--listen")]
    [InlineData(64, "serve --listen imap", "imap")]
    [InlineData(64, "serve --listen imap=127.0.0.1:70000", "70000")]
    [InlineData(64, "serve --listen imap=here:143", "here")]
    [InlineData(64, "serve --listen http=127.0.0.1:80", "http")]
    [InlineData(64, "serve --listen imap=unix:/tmp/imap", "imap")]
    // 65: the content of a file.
    [InlineData(65, "user add ann --password-file {}/empty", "empty")]
    [InlineData(65, "user add ann --password-file {}/lines", "more than one line")]
    [InlineData(65, "user add ann --password-file {}/latin1", "UTF-8")]
    [InlineData(65, "user import {}/users-no-colon", "line 2")]
    [InlineData(65, "user import {}/users-bad-name", "line 1")]
    [InlineData(65, "user import {}/users-no-password", "line 1")]
    [InlineData(65, "user import {}/users-twice", "line 2")]
    [InlineData(65, "user import {}/latin1", "UTF-8")]
    [InlineData(65, "serve --config {}/bad-certificate", "lines")]
    // 66: something is not there.
    [InlineData(66, "user add ann --password-file {}/absent", "absent")]
    [InlineData(66, "user import {}/absent", "absent")]
    [InlineData(66, "user list", "data folder")]
    [InlineData(66, "mailbox list ann", "data folder")]
    [InlineData(66, "serve --config {}/absent.json", "absent.json")]
    [InlineData(66, "serve --config {}/no-certificate", "absent.pem")]
    // 73: it cannot be made.
    [InlineData(73, "serve --data {}/empty", "{}/empty")]
    // 78: the configuration.
    [InlineData(78, "serve --config {}/not-json", "not-json")]
    [InlineData(78, "serve --config {}/unknown-key", "Limits:Conections in {}/unknown-key")]
    [InlineData(78, "serve --config {}/unknown-section", "Limit:Connections")]
    [InlineData(78, "serve --config {}/bad-number", "Limits:Connections")]
    [InlineData(78, "serve --config {}/bad-time", "Tls:HandshakeTimeout")]
    [InlineData(78, "serve --config {}/bad-choice", "LogIn:ClearText")]
    [InlineData(78, "serve --config {}/bad-number-of-choice", "LogIn:ClearText")]
    [InlineData(78, "serve --config {}/bad-level", "Logging:LogLevel:Default")]
    [InlineData(78, "serve --config {}/bad-listen", "Listen:1")]
    [InlineData(78, "serve --config {}/key-alone", "Tls:Key")]
    [InlineData(78, "user list --config {}/unknown-key", "Limits:Conections")]
    public async Task A_fault_is_one_line_that_names_it(int code, string line, string named)
    {
        string[] arguments = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(InFolder)];
        if (!arguments.Contains("--data"))
            arguments = ["--data", _temp["data"], .. arguments];
        var ended = await InProcess.RunAsync("secret\n", arguments);
        Assert.Contains(InFolder(named), ended.ErrorLine, StringComparison.Ordinal);
        Assert.Equal((code, ""), (ended.Code, ended.Output));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("user add --help")]
    [InlineData("serve -h")]
    [InlineData("--version")]
    public async Task Help_is_asked_for_and_no_fault(string line)
    {
        var ended = await InProcess.RunAsync("", line.Split(' '));
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.NotEmpty(ended.Output);
    }

    private string InFolder(string text) => text.Replace("{}", _temp.Path, StringComparison.Ordinal);
}
