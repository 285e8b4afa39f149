using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Connecting;

/// <summary>Secrets that a command prints.</summary>
public sealed class SecretSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("printf hidden-1", "hidden-1")]
    [InlineData("echo hidden-1", "hidden-1")]
    [InlineData("printf 'hidden-1\\r\\nnot this\\n'", "hidden-1")]
    [InlineData("echo ' hidden 1 '", " hidden 1 ")]
    [InlineData("echo hidden-1; head -c 1000000 /dev/zero", "hidden-1")]
    [InlineData("echo hidden-1; exec >&-; true", "hidden-1")]
    [InlineData("printf 'Grüße'", "Grüße")]
    public async Task The_secret_is_the_first_line_that_is_printed(string command, string secret)
    {
        var found = await FindAsync(command, SecretOrigin.TokenCommand);
        Assert.Equal(("anna", secret, true), (found.User, found.Secret, found.IsToken));
        Assert.False((await FindAsync(command, SecretOrigin.PasswordCommand)).IsToken);
        Assert.DoesNotContain(secret, found.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("S=hidden; echo $S-1; exit 3", "ended with 3")]
    [InlineData("true", "printed nothing")]
    [InlineData("echo; S=hidden; echo $S-1", "printed nothing")]
    [InlineData("/nowhere/command", "ended with 127")]
    [InlineData("head -c 1000000 /dev/zero", "ended with 0")]
    public async Task A_command_that_fails_says_so_and_nothing_of_what_it_printed(string command, string why)
    {
        var failed = await Assert.ThrowsAsync<ProviderException>(() => FindAsync(command, SecretOrigin.PasswordCommand));
        Assert.Equal(ProviderFault.NoSecret, failed.Fault);
        Assert.Contains(why, failed.Message, StringComparison.Ordinal);
        Assert.Contains(command, failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-1", failed.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S=hidden; echo $S-1; ")]
    public async Task A_command_that_does_not_end_is_ended_after_a_minute_with_all_that_it_started(string before)
    {
        var (finding, child) = await BeginHangingAsync(before, Ct);
        _time.Advance(TimeSpan.FromSeconds(61));
        var failed = await Assert.ThrowsAsync<ProviderException>(() => finding);
        Assert.Equal(ProviderFault.NoSecret, failed.Fault);
        Assert.Contains("did not end within 60 seconds", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-1", failed.ToString(), StringComparison.Ordinal);
        await child.WaitForExitAsync(Ct).WaitAsync(PostfachProgram.Patience, Ct);
    }

    [Fact]
    public async Task A_command_ends_with_the_run_that_wanted_it()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var (finding, child) = await BeginHangingAsync("", stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => finding);
        await child.WaitForExitAsync(Ct).WaitAsync(PostfachProgram.Patience, Ct);
    }

    [Fact]
    public async Task What_a_command_leaves_running_does_not_hold_the_log_in() =>
        Assert.Equal("hidden-1", (await FindAsync("sleep 5 2>/dev/null & echo hidden-1", SecretOrigin.PasswordCommand).WaitAsync(TimeSpan.FromSeconds(4), Ct)).Secret);

    private Task<Credential> FindAsync(string command, SecretOrigin origin, CancellationToken? ct = null)
    {
        var settings = new SourceSettings { Protocol = SourceProtocol.Imap, Host = "h", Port = 993, User = "anna", SecretOrigin = origin, SecretCommand = command };
        return SecretSource.FindAsync(new Source(new SourceId(1), "web", new AccountId(1), settings, null, 0, new SourceState()), new SecretKeeper(_folder.Path), _time, ct ?? Ct);
    }

    // It tells its child's number through a pipe, so that nobody has to wait for a time.
    private async Task<(Task<Credential> Finding, Process Child)> BeginHangingAsync(string before, CancellationToken ct)
    {
        var pipe = _folder["pipe"];
        using (var make = Process.Start("mkfifo", [pipe]))
            await make.WaitForExitAsync(Ct);
        var finding = FindAsync($"{before}sleep 1000 & echo $! >{pipe}; wait", SecretOrigin.PasswordCommand, ct);
        var number = await File.ReadAllTextAsync(pipe, Ct);
        return (finding, Process.GetProcessById(int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)));
    }
}
