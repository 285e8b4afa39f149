using System.Globalization;
using System.Text;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Pop3;

/// <summary>Providers that delete by themselves. RFC 2449 §6.7.</summary>
public sealed class ExpiryTests
{
    [Fact]
    public async Task What_the_provider_deletes_is_not_blamed_on_another_program()
    {
        await using var provider = new ScriptedPop3();
        provider.Announces.Add("EXPIRE 7");
        provider.Messages.AddRange([("old", Maildrop.Letter(1)), ("new", Fresh("02 Nov 2026"))]);
        await using var drop = Maildrop.Of(provider.EndPoint, "leave");
        Assert.Contains("after 7 days (EXPIRE). The rule leaves copies", Assert.Single((await drop.RunWellAsync()).Mailboxes[0].Notes), StringComparison.Ordinal);
        Assert.Equal(7, drop.Source.State.ExpireDays);

        provider.Messages.RemoveAt(0);
        var expired = (await drop.RunWellAsync()).Mailboxes[0];
        Assert.Equal((1, "1 messages are gone from the provider, which deletes by itself what lies there for long (EXPIRE)."), (expired.Vanished, Assert.Single(expired.Notes)));
        provider.Messages.Clear();
        Assert.Contains("another program", Assert.Single((await drop.RunWellAsync()).Mailboxes[0].Notes), StringComparison.Ordinal);

        var lines = await drop.LinesAsync();
        Assert.Equal((CopyState.Vanished, CopyState.Vanished), (lines["old"].State, lines["new"].State));
        Assert.Equal("Deleted there by the provider itself, as was seen today at 08:00: it does not keep mail for longer (EXPIRE).", FateSentence.Of(lines["old"], null, drop.Time.GetUtcNow(), Language.English));
        Assert.StartsWith("Vom Anbieter selbst dort gelöscht", FateSentence.Of(lines["old"], null, drop.Time.GetUtcNow(), Language.German), StringComparison.Ordinal);
        Assert.StartsWith("Went without us", FateSentence.Of(lines["new"], null, drop.Time.GetUtcNow(), Language.English), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_fetched_is_kept_all_that_goes_was_the_provider()
    {
        await using var provider = new ScriptedPop3();
        provider.Announces.Add("EXPIRE 0");
        provider.Messages.Add(("new", Fresh("02 Nov 2026")));
        await using var drop = Maildrop.Of(provider.EndPoint, "delete-after=1d");
        Assert.Contains("EXPIRE 0", Assert.Single((await drop.RunWellAsync()).Mailboxes[0].Notes), StringComparison.Ordinal);
        provider.Messages.Clear();
        Assert.DoesNotContain("another program", Assert.Single((await drop.RunWellAsync()).Mailboxes[0].Notes), StringComparison.Ordinal);
        Assert.Single(await drop.TextsAsync());
    }

    [Theory]
    [InlineData("delete", 7, false)]
    [InlineData("delete", 0, false)]
    [InlineData("delete-after=7d", 7, false)]
    [InlineData("delete-after=8d", 7, true)]
    [InlineData("delete-after=1d", 0, true)]
    [InlineData("leave", 30, true)]
    [InlineData("delete-after-read=1d", 30, true)]
    [InlineData("delete-when-deleted-here", 30, true)]
    [InlineData("bigger-than=1M:1d", 30, true)]
    [InlineData("delete-after=1d older-than=31d", 30, true)]
    [InlineData("delete-after=1d older-than=30d", 30, false)]
    [InlineData("delete-after=1d keep-newest=5", 30, true)]
    [InlineData("delete-after=1d never-flagged", 30, true)]
    public void A_rule_that_wants_copies_for_longer_is_warned_of(string rule, int days, bool isWarned)
    {
        var parsed = RetentionRule.Parse(rule);
        Assert.Equal(isWarned, ExpiryText.Warning(parsed, days, Language.English) is not null);
        Assert.Equal(isWarned, ExpiryText.Warning(parsed, days, Language.German) is not null);
    }

    [Theory]
    [InlineData("EXPIRE 0", 0)]
    [InlineData("EXPIRE 30", 30)]
    [InlineData("EXPIRE 30 USER", 30)]
    [InlineData("expire 30", 30)]
    [InlineData("EXPIRE NEVER", null)]
    [InlineData("EXPIRE", null)]
    [InlineData("EXPIRES 4", null)]
    public void Days_are_read(string line, int? days) => Assert.Equal(days, new Pop3Capabilities([line]).ExpireDays);

    private static byte[] Fresh(string day) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"Received: from a by b; {day} 06:00:00 +0000\r\nMessage-ID: <{day.Replace(' ', '-')}@example.org>\r\nSubject: fresh\r\n\r\nText\r\n"));
}
