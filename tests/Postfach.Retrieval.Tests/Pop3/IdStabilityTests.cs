using Postfach.Store;

namespace Postfach.Retrieval.Tests.Pop3;

/// <summary>Ids that are not what RFC 1939 §7 wants are found out, remembered, and told of once.</summary>
public sealed class IdStabilityTests
{
    [Fact]
    public async Task Ids_that_change_again_and_again_are_told_of_once_with_what_that_costs()
    {
        await using var provider = Provider();
        provider.ChangesIds = true;
        await using var drop = Maildrop.Of(provider.EndPoint, "leave");
        Assert.Empty((await drop.RunWellAsync()).Mailboxes[0].Notes);
        Assert.Equal("3 messages have other ids than before: they were found again by size and header.", Assert.Single((await drop.RunWellAsync()).Mailboxes[0].Notes));
        Assert.Equal(IdStability.Unknown, drop.Source.State.Ids);

        drop.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Contains("the header of every message that is there (TOP). This is said once.", Assert.Single((await drop.RunWellAsync()).Mailboxes[0].Notes), StringComparison.Ordinal);
        Assert.Equal(IdStability.Unstable, drop.Source.State.Ids);
        Assert.Empty((await drop.RunWellAsync()).Mailboxes[0].Notes);
        Assert.Equal(3, (await drop.TextsAsync()).Count);
    }

    [Fact]
    public async Task A_move_to_another_server_is_no_instability()
    {
        await using var provider = Provider();
        await using var drop = Maildrop.Of(provider.EndPoint, "leave");
        await drop.RunWellAsync();
        await drop.RunWellAsync();
        Assert.Equal(IdStability.Stable, drop.Source.State.Ids);
        foreach (var days in new[] { 0, 400 })
        {
            drop.Time.Advance(TimeSpan.FromDays(days));
            for (var i = 0; i < provider.Messages.Count; i++)
                provider.Messages[i] = ($"moved-{days}-{i}", provider.Messages[i].Bytes);
            await drop.RunWellAsync();
            Assert.Empty((await drop.RunWellAsync()).Mailboxes[0].Notes);
        }

        Assert.Equal(IdStability.Stable, drop.Source.State.Ids);
    }

    [Theory]
    [InlineData(nameof(ScriptedPop3.RepeatsIds))]
    [InlineData(nameof(ScriptedPop3.HasUidl))]
    public async Task Missing_ids_are_told_of_once(string fault)
    {
        await using var provider = Provider();
        (provider.RepeatsIds, provider.HasUidl) = (fault == nameof(ScriptedPop3.RepeatsIds), fault != nameof(ScriptedPop3.HasUidl));
        await using var drop = Maildrop.Of(provider.EndPoint, "leave");
        Assert.StartsWith("The messages have no ids", Assert.Single((await drop.RunWellAsync()).Mailboxes[0].Notes), StringComparison.Ordinal);
        Assert.Empty((await drop.RunWellAsync()).Mailboxes[0].Notes);
        Assert.Equal(IdStability.Missing, drop.Source.State.Ids);

        (provider.RepeatsIds, provider.HasUidl) = (false, true);
        await drop.RunWellAsync();
        Assert.Empty((await drop.RunWellAsync()).Mailboxes[0].Notes);
        Assert.Equal((IdStability.Stable, 3), (drop.Source.State.Ids, (await drop.TextsAsync()).Count));
    }

    [Theory]
    [InlineData("", IdStability.Stable)]
    [InlineData(nameof(ScriptedPop3.ChangesIds), IdStability.Unstable)]
    [InlineData(nameof(ScriptedPop3.RepeatsIds), IdStability.Missing)]
    [InlineData(nameof(ScriptedPop3.HasUidl), IdStability.Missing)]
    public async Task A_test_compares_two_listings_in_two_sessions(string fault, IdStability ids)
    {
        await using var provider = Provider();
        provider.ChangesIds = fault == nameof(ScriptedPop3.ChangesIds);
        provider.RepeatsIds = fault == nameof(ScriptedPop3.RepeatsIds);
        provider.HasUidl = fault != nameof(ScriptedPop3.HasUidl);
        await using var drop = Maildrop.Of(provider.EndPoint, "leave");
        var test = await drop.Service.TestAsync(drop.Source, Maildrop.Ct);
        Assert.Equal((ids, 3), (test.Ids, Assert.Single(test.Mailboxes).Messages));
        Assert.Equal(provider.Messages.Sum(m => m.Bytes.Length), test.Mailboxes[0].Bytes);
        Assert.Equal(ids, AccountProbe.Of(drop.Source.Settings, test).Ids);
        Assert.DoesNotContain(provider.Commands, c => c.StartsWith("RETR", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_test_logs_in_once_where_the_provider_wants_its_rest_and_an_earlier_run_stands_in()
    {
        await using var provider = Provider();
        provider.Announces.Add("LOGIN-DELAY 600");
        await using var drop = Maildrop.Of(provider.EndPoint, "leave");
        Assert.Equal(IdStability.Unknown, (await drop.Service.TestAsync(drop.Source, Maildrop.Ct)).Ids);
        Assert.Single(provider.Commands, c => c.StartsWith("PASS", StringComparison.Ordinal));
        drop.Time.Advance(TimeSpan.FromMinutes(10));
        await drop.RunWellAsync();
        drop.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(IdStability.Stable, (await drop.Service.TestAsync(drop.Source, Maildrop.Ct)).Ids);
        Assert.Equal(3, provider.Commands.Count(c => c.StartsWith("PASS", StringComparison.Ordinal)));
    }

    [Fact]
    public void Numbers_that_move_up_are_not_the_same_ids()
    {
        (string, long?)[] earlier = [("1", 10), ("2", 20), ("3", 30), ("4", 40)];
        Assert.Equal(IdStability.Unstable, RemoteIds.Compare(earlier, [new(1, "1", 20), new(2, "2", 30), new(3, "3", 40)]));
        Assert.Equal(IdStability.Stable, RemoteIds.Compare(earlier, [new(1, "4", 40), new(2, "5", 10)]));
        Assert.Equal(IdStability.Unknown, RemoteIds.Compare(earlier, []));
        Assert.Equal(IdStability.Unknown, RemoteIds.Compare([], [new(1, "1", 10)]));
    }

    private static ScriptedPop3 Provider()
    {
        var provider = new ScriptedPop3();
        provider.Messages.AddRange([("a", Maildrop.Letter(1)), ("b", Maildrop.Letter(2)), ("c", Maildrop.Letter(3))]);
        return provider;
    }
}
