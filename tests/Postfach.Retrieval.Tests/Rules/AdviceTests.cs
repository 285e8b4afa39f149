using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Rules;

/// <summary>POP3, IMAP, or Postfach in the middle.</summary>
public sealed class AdviceTests
{
    private static readonly AccountProbe Probe = new(
        SourceProtocol.Imap, "imap.example.org", 993, TransportSecurity.Implicit, "anna", ["IDLE"], 100, 1 << 20, 1, 10, HasUniqueIds: null, ExpireDays: null, LoginDelaySeconds: null, HasPush: true);

    private static readonly AccountProbe Pop3 = Probe with { Protocol = SourceProtocol.Pop3, Capabilities = ["UIDL"], QuotaPercent = null, HasUniqueIds = true, HasPush = null };

    private static IEnumerable<AdviceAnswers> AllAnswers => Enumerable.Range(0, 32).Select(i => new AdviceAnswers((i & 1) > 0, (i & 2) > 0, (i & 4) > 0, (i & 8) > 0, (i & 16) > 0));

    private static AccountProbe?[] Probes =>
    [
        null, Probe, Probe with { QuotaPercent = 95 }, Probe with { QuotaPercent = null, HasPush = false }, Probe with { FilledMailboxes = 12 },
        Pop3, Pop3 with { ExpireDays = 0 }, Pop3 with { HasUniqueIds = false }, Pop3 with { ExpireDays = 30, LoginDelaySeconds = 900 },
    ];

    [Fact]
    public void Every_combination_has_a_recommendation_with_reasons_and_warnings_in_both_languages()
    {
        foreach (var (answers, probe) in AllAnswers.SelectMany(a => Probes.Select(p => (a, p))))
        {
            var advice = Advice.Of(answers, probe);
            Assert.NotEmpty(advice.Reasons);
            Assert.Equal(advice.Reasons.Distinct(), advice.Reasons);
            Assert.Equal(advice.Warnings.Distinct(), advice.Warnings);
            foreach (var language in Enum.GetValues<Language>())
            {
                var texts = advice.Reasons.Select(r => AdviceReasonText.Of(r, probe, language)).Concat(advice.Warnings.Select(w => AdviceWarningText.Of(w, probe, language)));
                Assert.All(texts, t => Assert.Matches(@"^\p{Lu}[^{}]+\.$", t));
                Assert.Equal(3, ProgramSettings.Of(advice.Choice, new ServerToEnter(null, 993, true, null), answers.Offline, language).Count);
            }

            // Whoever shares cannot be told POP3; nobody without room is told to leave the mail there; what must be kept is kept in Postfach.
            var isPop3 = advice.Choice is AdviceChoice.Pop3Delete or AdviceChoice.Pop3Week;
            Assert.False(isPop3 && (answers.People || answers.Devices || answers.KeepByLaw));
            Assert.False((answers.SmallQuota || probe?.QuotaPercent > 90) && advice.Choice is AdviceChoice.Imap or AdviceChoice.ImapArchive or AdviceChoice.Pop3Week);
            Assert.Equal(advice.Choice is AdviceChoice.Postfach or AdviceChoice.ImapArchive, advice.Rule is not null);
            Assert.True(!answers.KeepByLaw || advice.Rule is not null);
            Assert.Contains(AdviceWarning.OthersDelete, advice.Warnings);
            Assert.Contains(AdviceWarning.OutlookCloud, advice.Warnings);
        }
    }

    [Theory]
    [InlineData("people", AdviceChoice.Postfach)]
    [InlineData("people devices law small offline", AdviceChoice.Postfach)]
    [InlineData("devices", AdviceChoice.Imap)]
    [InlineData("devices offline", AdviceChoice.Imap)]
    [InlineData("devices small", AdviceChoice.Postfach)]
    [InlineData("law", AdviceChoice.ImapArchive)]
    [InlineData("law devices", AdviceChoice.ImapArchive)]
    [InlineData("law small", AdviceChoice.Postfach)]
    [InlineData("", AdviceChoice.Pop3Week)]
    [InlineData("offline", AdviceChoice.Pop3Week)]
    [InlineData("small", AdviceChoice.Pop3Delete)]
    internal void The_important_ones_are_right(string yes, AdviceChoice choice) => Assert.Equal(choice, Advice.Of(Answers(yes), probe: null).Choice);

    [Fact]
    public void What_was_measured_counts_for_more_than_what_was_answered()
    {
        var full = Advice.Of(Answers("devices"), Probe with { QuotaPercent = 95 });
        Assert.Equal(AdviceChoice.Postfach, full.Choice);
        Assert.Contains(AdviceReason.NearlyFull, full.Reasons);
        Assert.Equal("delete-after=7d until-quota=60%", full.Rule?.ToString());
        Assert.Equal(AdviceChoice.Imap, Advice.Of(Answers(""), Probe with { FilledMailboxes = 12 }).Choice);
        Assert.Equal(AdviceChoice.Pop3Delete, Advice.Of(Answers(""), Pop3 with { ExpireDays = 0 }).Choice);
        Assert.Equal(AdviceChoice.Pop3Delete, Advice.Of(Answers(""), Pop3 with { HasUniqueIds = false }).Choice);
        Assert.Equal(AdviceChoice.Pop3Delete, Advice.Of(Answers(""), Pop3 with { ExpireDays = 6 }).Choice);
        Assert.Equal(AdviceChoice.Pop3Delete, Advice.Of(Answers(""), Pop3 with { Ids = IdStability.Unstable }).Choice);
        Assert.Equal(AdviceChoice.Pop3Week, Advice.Of(Answers(""), Pop3 with { Ids = IdStability.Stable }).Choice);
        Assert.Contains("not the same in every session", ProbeText.Of(Pop3 with { Ids = IdStability.Unstable }, Language.English), StringComparison.Ordinal);
        Assert.Contains("nicht in jeder Sitzung dieselben", ProbeText.Of(Pop3 with { Ids = IdStability.Unstable }, Language.German), StringComparison.Ordinal);
        var slow = Advice.Of(Answers(""), Pop3 with { ExpireDays = 30, LoginDelaySeconds = 900 });
        Assert.Equal(AdviceChoice.Pop3Week, slow.Choice);
        Assert.Contains("900 seconds", AdviceWarningText.Of(AdviceWarning.ProviderWantsRest, Pop3 with { LoginDelaySeconds = 900 }, Language.English), StringComparison.Ordinal);
        Assert.Contains(AdviceWarning.ProviderDeletes, slow.Warnings);
    }

    [Fact]
    public void Each_program_is_told_the_server_and_the_days()
    {
        var programs = ProgramSettings.Of(AdviceChoice.Pop3Week, new ServerToEnter("pop.example.org", 995, true, "anna"), offline: false, Language.English);
        Assert.Equal(["Outlook", "Thunderbird", "Apple Mail"], programs.Select(p => p.Program));
        Assert.All(programs, p => Assert.Equal("Account type POP3, server pop.example.org, port 995, SSL/TLS, user name anna, normal password.", p.Steps[1]));
        Assert.Contains("7 days", programs[0].Steps[2], StringComparison.Ordinal);
        Assert.Contains("7 days", programs[1].Steps[2], StringComparison.Ordinal);
        Assert.Contains("After one week", programs[2].Steps[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_probe_reads_what_a_POP3_server_says()
    {
        var settings = new SourceSettings { Protocol = SourceProtocol.Pop3, Host = "pop.example.org", Port = 995, User = "anna" };
        Assert.Null(AccountProbe.Of(settings, new SourceTest([], [new TestedMailbox("", "INBOX", 3, Bytes: null)], Quota: null)).Bytes);
        var probe = AccountProbe.Of(settings, new SourceTest(["TOP", "UIDL", "EXPIRE 14", "LOGIN-DELAY 600"], [new TestedMailbox("", "INBOX", 3, 900)], Quota: null));
        Assert.Equal((3, 900L, true, 14, 600, null), (probe.Messages, probe.Bytes, probe.HasUniqueIds, probe.ExpireDays, probe.LoginDelaySeconds, probe.HasPush));
        Assert.Null(AccountProbe.Of(settings, new SourceTest([], [], Quota: null)).HasUniqueIds);
    }

    private static AdviceAnswers Answers(string yes)
    {
        var said = yes.Split(' ');
        return new AdviceAnswers(said.Contains("devices"), said.Contains("people"), said.Contains("small"), said.Contains("law"), said.Contains("offline"));
    }
}
