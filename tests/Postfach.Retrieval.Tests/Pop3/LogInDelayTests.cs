using Postfach.Retrieval.Tests.Rules;

namespace Postfach.Retrieval.Tests.Pop3;

/// <summary>Providers that want some time between two log-ins, or say why there can be none now. RFC 2449 §6.5 and §8.1, RFC 3206.</summary>
public sealed class LogInDelayTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_before_its_time_asks_the_provider_nothing_and_is_no_failure(bool isSaidAfterLogIn)
    {
        await using var provider = new ScriptedPop3();
        (isSaidAfterLogIn ? provider.AnnouncesLoggedIn : provider.Announces).Add("LOGIN-DELAY 900");
        await using var drop = Maildrop.Of(provider.EndPoint, "leave");
        await drop.RunWellAsync();
        Assert.Equal(drop.Time.GetUtcNow().AddMinutes(15), drop.Source.State.NextLogIn);

        var (commands, runs) = (provider.Commands.Count, drop.Source.Runs);
        drop.Time.Advance(TimeSpan.FromMinutes(5));
        var early = await drop.RunAsync();
        Assert.Equal(ProviderFault.Busy, early.Fault);
        Assert.Equal("The provider wants 15 minutes between two log-ins (LOGIN-DELAY); the next one is possible in 10 minutes.", early.Error);
        Assert.Equal((commands, runs, 0, null), (provider.Commands.Count, drop.Source.Runs, drop.Source.State.Failures, drop.Source.State.LastError));

        drop.Time.Advance(TimeSpan.FromMinutes(10));
        await drop.RunWellAsync();
    }

    [Fact]
    public async Task What_the_provider_says_after_the_log_in_counts_for_more()
    {
        await using var provider = new ScriptedPop3();
        provider.Announces.Add("LOGIN-DELAY 900 USER");
        provider.AnnouncesLoggedIn.Add("LOGIN-DELAY 60");
        await using var drop = Maildrop.Of(provider.EndPoint, "leave");
        await drop.RunWellAsync();
        Assert.Equal(TimeSpan.FromSeconds(60), drop.Source.State.LoginDelay);
    }

    [Theory]
    [InlineData("LOGIN-DELAY 300", 300)]
    [InlineData("LOGIN-DELAY 300 USER", 300)]
    [InlineData(null, 600)]
    public async Task A_refusal_for_it_is_waited_out(string? announced, int seconds)
    {
        await using var provider = new ScriptedPop3 { LogInRefusal = "-ERR [LOGIN-DELAY] minimum time between mail checks violation" };
        if (announced is not null)
            provider.Announces.Add(announced);
        await using var drop = Maildrop.Of(provider.EndPoint, "leave");
        var refused = await drop.RunAsync();
        Assert.Equal((ProviderFault.Busy, "The provider wants more time between two log-ins (LOGIN-DELAY): minimum time between mail checks violation"), (refused.Fault, refused.Error));
        Assert.Equal(drop.Time.GetUtcNow().AddSeconds(seconds), drop.Source.State.NextLogIn);

        provider.LogInRefusal = null;
        Assert.Equal(ProviderFault.Busy, (await drop.RunAsync()).Fault);
        Assert.Single(provider.Commands, c => c.StartsWith("PASS", StringComparison.Ordinal));
        drop.Time.Advance(TimeSpan.FromSeconds(seconds));
        await drop.RunWellAsync();
    }

    [Fact]
    public async Task A_short_time_is_waited_for()
    {
        await using var drop = Maildrop.Of(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 1), "leave");
        drop.Store.Sources.Learn(drop.Source, s => s with { NextLogIn = drop.Time.GetUtcNow().AddSeconds(30), LoginDelay = TimeSpan.FromSeconds(40) });
        var provider = new FakeProvider();
        var sessions = new SessionOpening(drop.Store, drop.Time, (_, _) => Task.FromResult(provider.Open()));
        var opening = sessions.OpenAsync(drop.Source, Maildrop.Ct);
        Assert.False(opening.IsCompleted);
        drop.Time.Advance(TimeSpan.FromSeconds(30));
        await using var session = await opening;
        Assert.Equal((null, null), (drop.Source.State.NextLogIn, drop.Source.State.LoginDelay)); // This one does not say.
    }

    [Fact]
    public async Task A_look_at_the_provider_is_a_log_in_too()
    {
        await using var provider = new ScriptedPop3();
        provider.Announces.Add("LOGIN-DELAY 600");
        await using var drop = Maildrop.Of(provider.EndPoint, "leave");
        await drop.Service.TestAsync(drop.Source, Maildrop.Ct);
        Assert.Equal(ProviderFault.Busy, (await drop.RunAsync()).Fault);
        var tooSoon = await Assert.ThrowsAsync<ProviderException>(() => drop.Service.TestAsync(drop.Source, Maildrop.Ct));
        Assert.Equal((ProviderFault.Busy, true), (tooSoon.Fault, tooSoon.IsTooSoon));
    }

    [Theory]
    [InlineData("-ERR [IN-USE] locked by pid 12", ProviderFault.Busy, "The mailbox is in use by another program or device (IN-USE): locked by pid 12")]
    [InlineData("-ERR [SYS/TEMP] out of memory", ProviderFault.Busy, "The provider has trouble that passes by itself (SYS/TEMP): out of memory")]
    [InlineData("-ERR [SYS/TEMP/DISK] full", ProviderFault.Busy, "The provider has trouble that passes by itself (SYS/TEMP/DISK): full")]
    [InlineData("-ERR [SYS/PERM] mailbox damaged", ProviderFault.Protocol, "The provider has trouble that does not pass by itself; ask those who run it (SYS/PERM): mailbox damaged")]
    [InlineData("-ERR [AUTH] no", ProviderFault.LogInRefused, "The provider refuses name or password (AUTH): no")]
    [InlineData("-ERR [XYZ] no", ProviderFault.LogInRefused, "The provider refuses (XYZ): no")]
    [InlineData("-ERR", ProviderFault.LogInRefused, "The provider refuses: it does not say why")]
    public async Task A_refusal_is_what_its_code_says(string answer, ProviderFault fault, string said)
    {
        await using var provider = new ScriptedPop3 { LogInRefusal = answer };
        await using var drop = Maildrop.Of(provider.EndPoint, "leave");
        var report = await drop.RunAsync();
        Assert.Equal((fault, said), (report.Fault, report.Error));
    }

    [Fact]
    public async Task Who_announces_AUTH_RESP_CODE_means_the_password_only_with_AUTH()
    {
        await using var provider = new ScriptedPop3 { LogInRefusal = "-ERR the mail store is away" };
        provider.Announces.Add("AUTH-RESP-CODE");
        await using var drop = Maildrop.Of(provider.EndPoint, "leave");
        Assert.Equal(ProviderFault.Busy, (await drop.RunAsync()).Fault);
        provider.LogInRefusal = "-ERR [AUTH] no";
        Assert.Equal(ProviderFault.LogInRefused, (await drop.RunAsync()).Fault);
    }
}
