using Microsoft.Extensions.Time.Testing;
using Postfach.CommandLine;
using Postfach.Commands;
using Postfach.Retrieval;

namespace Postfach.Tests.CommandLine;

/// <summary>What is told of a run while it goes on.</summary>
public sealed class FetchProgressTests : IDisposable
{
    private static readonly RunProgress Quarter = new("gmx", "INBOX", 100, 400, 10 << 20, 40 << 20, TimeSpan.FromSeconds(5));

    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _error = new() { NewLine = "\n" };

    private CommandEnvironment Environment => new(Stream.Null, TextWriter.Null, _error, IsTerminal: true, IsInteractive: false, _time);

    public void Dispose() => _error.Dispose();

    [Fact]
    public void A_line_every_five_seconds_for_each_source()
    {
        var lines = new FetchLines(Environment);
        lines.Report(Quarter);
        Assert.Equal("", _error.ToString());
        _time.Advance(TimeSpan.FromSeconds(5));
        lines.Report(Quarter);
        lines.Report(Quarter);
        lines.Report(new RunProgress("web", "", 1, 2, 0, 0, TimeSpan.FromSeconds(5)));
        Assert.Equal(
            "gmx: INBOX, 100 of 400 messages, 10 MiB, 2048 KiB/s, 00:00:15 left\nweb: 1 of 2 messages, 0 bytes, 0 bytes/s\n",
            _error.ToString());
    }

    [Fact]
    public async Task A_terminal_has_a_bar_for_each_mailbox()
    {
        await FetchBars.DrawAsync(Environment, progress =>
        {
            progress.Report(Quarter);
            progress.Report(Quarter with { Messages = 300, Bytes = 30 << 20 });
            progress.Report(new RunProgress("[odd]", "", 1, 2, 0, 0, TimeSpan.FromSeconds(5)));
            return Task.CompletedTask;
        });
        Assert.Contains("gmx INBOX 300 of 400", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("[odd]", _error.ToString(), StringComparison.Ordinal);
    }
}
