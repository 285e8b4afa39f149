using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Imap;

/// <summary>Flags that somebody changes at the provider later: on a phone, in webmail.</summary>
public sealed class ImapFlagTests(ImapProviders providers, ITestOutputHelper output) : IClassFixture<ImapProviders>
{
    // ENABLE and EXAMINE, beside LIST and LOGOUT: what changed comes with the answer.
    private const int OpeningOne = 4;

    private static readonly FlagSet Seen = FlagSet.Of(MessageFlags.Seen), Flagged = FlagSet.Of(MessageFlags.Flagged), Answered = FlagSet.Of(MessageFlags.Answered);

    private static CancellationToken Ct => ImapSteps.Ct;

    [Theory]
    [InlineData(ImapProviders.Dovecot)]
    [InlineData(ImapProviders.Postfach)]
    public async Task What_changed_there_is_changed_here_wherever_the_message_is_by_now(string provider)
    {
        await using var wire = await ImapWire.LogInAsync(providers.EndPoint(provider), "flags", "secret", Ct);
        await wire.FillAsync("INBOX", 0, 9);
        await using var fetching = await Fetching.StartAsync(providers.EndPoint(provider), "flags");
        Assert.Equal(9, (await fetching.RunWellAsync()).Fetched);
        await fetching.MoveAsync(3, "Archive");
        await fetching.StoreAsync("INBOX", 4, FlagChange.Add(Answered));
        await fetching.StoreAsync("INBOX", 5, FlagChange.Add(Seen));

        await wire.RunAsync("SELECT INBOX", Ct);
        await wire.RunAsync("UID STORE 3 +FLAGS (\\Seen $Forwarded)", Ct);
        await wire.RunAsync("UID STORE 4,5 +FLAGS (\\Flagged)", Ct);
        await wire.RunAsync("UID STORE 7,8 +FLAGS (\\Deleted)", Ct);
        await wire.RunAsync("UID EXPUNGE 7", Ct);
        var report = await fetching.RunWellAsync();

        var inbox = report.Mailboxes[0];
        Assert.Equal((3, 0, 1, 8, 8), (inbox.FlagsChanged, inbox.Fetched, inbox.Vanished, inbox.There, inbox.Held));
        Assert.Equal(await LogInAsync(fetching) + OpeningOne, fetching.Commands);
        var archived = Assert.Single(await fetching.MessagesAsync("Archive"));
        Assert.Equal(["$Forwarded"], archived.Flags.Keywords.Select(k => k.Name));
        Assert.True(archived.Flags.Has(MessageFlags.Seen));
        var here = (await fetching.MessagesAsync("INBOX")).ToDictionary(m => m.Uid.Value, m => m.Flags);
        Assert.Equal((Answered.With(Flagged), Seen.With(Flagged), FlagSet.Empty), (here[4], here[5], here[8]));

        // Back again there; and nothing of what was done here alone is undone.
        await wire.RunAsync("UID STORE 3,4 -FLAGS (\\Seen \\Flagged)", Ct);
        Assert.Equal(2, (await fetching.RunWellAsync()).FlagsChanged);
        Assert.False(Assert.Single(await fetching.MessagesAsync("Archive")).Flags.Has(MessageFlags.Seen));
        Assert.Equal(Answered, (await fetching.MessagesAsync("INBOX")).Single(m => m.Uid.Value == 4).Flags);
        Assert.Equal(0, (await fetching.RunWellAsync()).FlagsChanged);
    }

    [Theory]
    [InlineData(ImapProviders.Dovecot)]
    [InlineData(ImapProviders.Postfach)]
    public async Task What_is_read_there_counts_as_read_here(string provider)
    {
        await using var wire = await ImapWire.LogInAsync(providers.EndPoint(provider), "read", "secret", Ct);
        await wire.FillAsync("INBOX", 0, 2);
        await using var fetching = await Fetching.StartAsync(providers.EndPoint(provider), "read", "delete-after-read=3d");
        await fetching.RunWellAsync();
        fetching.Time.Advance(TimeSpan.FromDays(5));
        await wire.RunAsync("SELECT INBOX", Ct);
        await wire.RunAsync("UID STORE 2 +FLAGS (\\Seen)", Ct);
        Assert.Equal(0, (await fetching.RunWellAsync()).Deleted);
        Assert.Equal(fetching.Time.GetUtcNow(), fetching.Lines("INBOX")["2"].Read);
        Assert.Null(fetching.Lines("INBOX")["1"].Read);

        fetching.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(1, (await fetching.RunWellAsync()).Deleted);
        Assert.Equal([1u], await wire.UidsAsync("INBOX"));
    }

    [Fact]
    public async Task One_changed_flag_among_twenty_thousand_messages_costs_no_more_than_among_few()
    {
        Assert.SkipWhen(DovecotProcess.Missing is not null, DovecotProcess.Missing ?? "");
        await using var dovecot = await DovecotProcess.StartAsync(["many"], "mail_fsync = never\n", Ct);
        await using var wire = await ImapWire.LogInAsync(dovecot.EndPoint("imap"), "many", "secret", Ct);
        await wire.FillQuicklyAsync("INBOX", 20_000);
        await using var fetching = await Fetching.StartAsync(dovecot.EndPoint("imap"), "many");
        Assert.Equal(20_000, (await fetching.RunWellAsync()).Fetched);
        await fetching.RunWellAsync();
        var nothingNew = fetching.Received;

        await wire.RunAsync("SELECT INBOX", Ct);
        await wire.RunAsync("UID STORE 77 +FLAGS (\\Seen)", Ct);
        Assert.Equal(1, (await fetching.RunWellAsync()).FlagsChanged);
        Assert.Equal(await LogInAsync(fetching) + OpeningOne, fetching.Commands);
        output.WriteLine($"nothing new: {nothingNew} bytes; one flag: {fetching.Received} bytes");
        Assert.InRange(fetching.Received, nothingNew, nothingNew + 1000);
    }

    [Fact]
    public async Task With_CONDSTORE_alone_changes_are_asked_for_and_what_is_gone_is_known_by_the_count()
    {
        Assert.SkipWhen(DovecotProcess.Missing is not null, DovecotProcess.Missing ?? "");
        await using var dovecot = await DovecotProcess.StartAsync(["u"], "imap_capability = IMAP4rev1 LITERAL+ UIDPLUS LIST-EXTENDED LIST-STATUS SPECIAL-USE CONDSTORE\n", Ct);
        await using var wire = await ImapWire.LogInAsync(dovecot.EndPoint("imap"), "u", "secret", Ct);
        await wire.FillAsync("INBOX", 0, 30);
        await using var fetching = await Fetching.StartAsync(dovecot.EndPoint("imap"), "u");
        await fetching.RunWellAsync();
        await fetching.RunWellAsync();
        var nothingNew = fetching.Commands;

        await wire.RunAsync("SELECT INBOX", Ct);
        await wire.RunAsync("UID STORE 3 +FLAGS (\\Answered)", Ct);
        Assert.Equal(1, (await fetching.RunWellAsync()).FlagsChanged);
        Assert.Equal(nothingNew + 2, fetching.Commands); // EXAMINE, FETCH CHANGEDSINCE
        Assert.Equal(Answered, (await fetching.MessagesAsync("INBOX"))[2].Flags);

        await wire.RunAsync("UID STORE 4 +FLAGS (\\Flagged)", Ct);
        await wire.RunAsync("UID STORE 5 +FLAGS (\\Deleted)", Ct);
        await wire.RunAsync("UID EXPUNGE 5", Ct);
        var inbox = (await fetching.RunWellAsync()).Mailboxes[0];
        Assert.Equal((1, 1, 29), (inbox.FlagsChanged, inbox.Vanished, inbox.There));
        Assert.Equal(nothingNew + 3, fetching.Commands); // and SEARCH
        Assert.Equal(CopyState.Vanished, fetching.Lines("INBOX")["5"].State);
    }

    [Fact]
    public async Task Without_UIDPLUS_copies_go_to_the_Trash_by_MOVE_and_are_marked_there()
    {
        Assert.SkipWhen(DovecotProcess.Missing is not null, DovecotProcess.Missing ?? "");
        await using var dovecot = await DovecotProcess.StartAsync(["u"], "imap_capability = IMAP4rev1 LITERAL+ LIST-EXTENDED LIST-STATUS SPECIAL-USE MOVE\n", Ct);
        await using var wire = await ImapWire.LogInAsync(dovecot.EndPoint("imap"), "u", "secret", Ct);
        await wire.FillAsync("INBOX", 0, 3);
        await wire.AppendAsync("INBOX", "\\Deleted", " 1-Mar-2026 10:00:00 +0000", ImapSteps.Text(3));
        await wire.AppendAsync("Trash", "\\Deleted", " 1-Mar-2026 10:00:00 +0000", ImapSteps.Text(4));
        await using var fetching = await Fetching.StartAsync(dovecot.EndPoint("imap"), "u", "delete-after=1d keep-newest=1");
        Assert.Equal(5, (await fetching.RunWellAsync()).Fetched);
        fetching.Time.Advance(TimeSpan.FromDays(1));

        var report = await fetching.RunWellAsync();
        Assert.Equal((3, 0), (report.Mailboxes[0].Deleted, report.Mailboxes[0].Unconfirmed));
        Assert.Contains(report.Mailboxes[0].Notes, n => n.Contains("Trash", StringComparison.Ordinal) && n.Contains("UIDPLUS", StringComparison.Ordinal));
        Assert.Equal([4u], await wire.UidsAsync("INBOX"));
        Assert.Equal([1u, 2, 3, 4], await wire.UidsAsync("Trash"));

        // Nothing is fetched again from there, and what lies there is marked for the provider to clear away.
        report = await fetching.RunWellAsync();
        Assert.Equal((0, 3), (report.Fetched, report.Mailboxes.Sum(m => m.Unconfirmed)));
        Assert.Equal([1u, 2, 3, 4], await wire.UidsAsync("Trash"));
        await wire.RunAsync("SELECT Trash", Ct);
        await wire.RunAsync("EXPUNGE", Ct);
        report = await fetching.RunWellAsync();
        Assert.Equal(CopyState.Vanished, fetching.Lines("Trash")["1"].State);
        Assert.All((string[])["2", "3", "4"], id => Assert.Equal(CopyState.Deleted, fetching.Lines("Trash")[id].State));
        Assert.Equal(4, (await fetching.MessagesAsync("INBOX")).Count);
    }

    private static async Task<int> LogInAsync(Fetching fetching)
    {
        await using var session = await fetching.OpenSessionAsync();
        return session.Commands;
    }
}
