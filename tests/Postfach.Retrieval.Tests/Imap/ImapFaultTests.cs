using System.Globalization;
using System.Text;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Imap;

/// <summary>What providers do that they should not.</summary>
public sealed class ImapFaultTests
{
    [Fact]
    public async Task A_mailbox_that_is_numbered_anew_while_the_connection_is_broken_gives_no_message_under_the_name_of_another()
    {
        await using var provider = new FakeImapServer();
        provider.Add(ImapSteps.Text(1));
        provider.Add(ImapSteps.Text(2));
        await using var fetching = await Fetching.StartAsync(provider.EndPoint, "broken");
        provider.Quirk = command =>
        {
            if (!command.Contains("BODY.PEEK[", StringComparison.Ordinal))
                return null;
            (provider.Quirk, provider.UidValidity, provider.UidNext) = (_ => null, 8, 1);
            provider.Add(ImapSteps.Text(3));
            provider.Add(ImapSteps.Text(4));
            return "BREAK";
        };
        Assert.Contains("UIDVALIDITY", (await fetching.RunAsync()).Error, StringComparison.Ordinal);
        await fetching.RunWellAsync();
        await fetching.RunWellAsync();
        Assert.Equal(provider.Messages.Values.Select(m => Encoding.Latin1.GetString(m.Bytes)), await fetching.TextsAsync());
    }

    [Fact]
    public async Task UIDs_that_begin_anew_under_the_same_UIDVALIDITY_hide_no_message()
    {
        await using var provider = new FakeImapServer();
        foreach (var i in Enumerable.Range(1, 3))
            provider.Add(ImapSteps.Text(i));
        await using var fetching = await Fetching.StartAsync(provider.EndPoint, "begun");
        await fetching.RunWellAsync();
        provider.Messages.Clear();
        provider.UidNext = 1;
        provider.Add(ImapSteps.Text(4));
        Assert.Equal(1, (await fetching.RunWellAsync()).Fetched);
        Assert.Equal(4, (await fetching.TextsAsync()).Count);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(7)]
    public async Task A_UID_of_a_copy_that_was_deleted_is_used_again_and_its_message_comes(uint validity)
    {
        await using var provider = new FakeImapServer { Capabilities = "IMAP4rev1 UIDPLUS" };
        provider.Add(ImapSteps.Text(1));
        provider.Add(ImapSteps.Text(2));
        await using var fetching = await Fetching.StartAsync(provider.EndPoint, "again", "delete");
        Assert.Equal(2, (await fetching.RunWellAsync()).Deleted);
        (provider.UidValidity, provider.UidNext) = (validity, 1);
        provider.Add(ImapSteps.Text(3));
        Assert.Equal(1, (await fetching.RunWellAsync()).Fetched);
        Assert.Equal(3, (await fetching.MessagesAsync("INBOX")).Count);
    }

    [Fact]
    public async Task Messages_that_cannot_be_had_are_listed_with_their_reasons_and_the_others_come()
    {
        await using var server = Filled(8);
        server.Nil.Add(3);
        server.Quirk = command => command.Contains("BODY.PEEK[]", StringComparison.Ordinal)
            ? Has(command, 5) ? "BREAK" : Has(command, 7) ? "NO [SERVERBUG] it is damaged" : null
            : null;
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u");
        var report = await fetching.RunWellAsync();

        Assert.Equal((5, 3), (report.Fetched, report.Missing));
        var reasons = report.Mailboxes[0].Missing.ToDictionary(m => m.Id, m => m.Why);
        Assert.Contains("NIL", reasons["3"], StringComparison.Ordinal);
        Assert.Contains("connection breaks", reasons["5"], StringComparison.Ordinal);
        Assert.Contains("damaged", reasons["7"], StringComparison.Ordinal);
        Assert.Equal(["1", "2", "4", "6", "8"], fetching.Lines("INBOX").Where(l => l.Value.State == CopyState.There).Select(l => l.Key).Order());

        // They are tried again, and come once they can.
        server.Nil.Clear();
        server.Quirk = _ => null;
        report = await fetching.RunWellAsync();
        Assert.Equal((3, 0), (report.Fetched, report.Missing));
        Assert.Equal(8, (await fetching.MessagesAsync("INBOX")).Count);
        Assert.Equal(0, (await fetching.RunWellAsync()).Fetched);
    }

    [Fact]
    public async Task Without_UIDPLUS_and_MOVE_copies_are_marked_and_left_and_no_EXPUNGE_is_ever_sent()
    {
        await using var server = Filled(3);
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u", "delete-after=1d keep-newest=1");
        await fetching.RunWellAsync();
        fetching.Time.Advance(TimeSpan.FromDays(1));

        // At that very moment somebody else marks another one.
        server.Quirk = command =>
        {
            if (command.StartsWith("UID STORE", StringComparison.Ordinal))
                server.Messages[3].Flags.Add("\\Deleted");
            return null;
        };
        var report = await fetching.RunWellAsync();
        Assert.Equal((0, 2), (report.Deleted, report.Mailboxes[0].Unconfirmed));
        Assert.Contains(report.Mailboxes[0].Notes, n => n.Contains("UIDPLUS", StringComparison.Ordinal));
        Assert.Equal<uint>([1, 2, 3], server.Messages.Keys);
        Assert.All(server.Messages.Values, m => Assert.Contains("\\Deleted", m.Flags));
        Assert.Equal(CopyState.Deleting, fetching.Lines("INBOX")["1"].State);
        var answers = await CopyQuestion.AskAsync(fetching.Account, fetching.Source, "1", fetching.Time.GetUtcNow(), Language.English, ImapSteps.Ct);
        Assert.Contains("marked as deleted there", Assert.Single(answers).Sentence, StringComparison.Ordinal);

        // Once is enough; and when they are cleared away, they were ours.
        server.Commands.Clear();
        await fetching.RunWellAsync();
        Assert.DoesNotContain(server.Commands, c => c.Contains("STORE", StringComparison.Ordinal));
        server.Messages.Remove(1);
        server.Messages.Remove(2);
        Assert.Equal(0, (await fetching.RunWellAsync()).Mailboxes[0].Vanished);
        Assert.Equal([CopyState.Deleted, CopyState.Deleted, CopyState.There], fetching.Lines("INBOX").Values.OrderBy(l => l.Id).Select(l => l.State));
        Assert.DoesNotContain(server.Commands, c => c.Contains("EXPUNGE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_says_OK_and_deletes_nothing_is_noticed()
    {
        await using var server = Filled(3);
        (server.Capabilities, server.Lies) = ("IMAP4rev1 UIDPLUS", true);
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u", "delete-after=1d");
        await fetching.RunWellAsync();
        fetching.Time.Advance(TimeSpan.FromDays(1));

        var report = await fetching.RunAsync();
        Assert.Contains("still there", report.Error, StringComparison.Ordinal);
        Assert.Equal(0, report.Deleted);
        Assert.All(fetching.Lines("INBOX").Values, l => Assert.Equal(CopyState.Deleting, l.State));

        server.Lies = false;
        Assert.Equal(3, (await fetching.RunWellAsync()).Deleted);
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task A_search_that_ends_too_early_takes_no_message_for_gone()
    {
        await using var server = Filled(40);
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u");
        await fetching.RunWellAsync();
        server.SearchCap = 10;
        server.Messages.Remove(33);
        var report = await fetching.RunWellAsync();
        Assert.Equal((39, 1), (report.Mailboxes[0].There, report.Mailboxes[0].Vanished));
        Assert.Equal(CopyState.Vanished, fetching.Lines("INBOX")["33"].State);
        Assert.Equal(CopyState.There, fetching.Lines("INBOX")["40"].State);
    }

    [Fact]
    public async Task What_a_provider_counts_and_does_not_show_is_missing_and_never_gone()
    {
        await using var server = Filled(40);
        server.Shown = 25;
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u", "delete-when-deleted-here");
        var inbox = (await fetching.RunWellAsync()).Mailboxes[0];
        Assert.Equal((40, 0, 25, 15), (inbox.There, inbox.Held - inbox.Fetched, inbox.Fetched, inbox.Hidden));

        // Nothing new: the same again, without a look.
        server.Commands.Clear();
        var report = await fetching.RunWellAsync();
        Assert.Equal((40, 25, 15, 15), (report.Mailboxes[0].There, report.Mailboxes[0].Held, report.Mailboxes[0].Hidden, report.Missing));
        Assert.Contains(report.Mailboxes[0].Notes, n => n.Contains("counts 40 messages and does not show 15", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Commands, c => c.StartsWith("SELECT", StringComparison.Ordinal));

        // What is new pushes the oldest out of sight.
        for (var i = 0; i < 5; i++)
            server.Add(ImapSteps.Text(100 + i));
        inbox = (await fetching.RunWellAsync()).Mailboxes[0];
        Assert.Equal((45, 5, 0, 15), (inbox.There, inbox.Fetched, inbox.Vanished, inbox.Hidden));

        // One of those in sight goes, and nobody can tell which are gone.
        server.Messages.Remove(43);
        inbox = (await fetching.RunWellAsync()).Mailboxes[0];
        Assert.Equal((44, 0), (inbox.There, inbox.Vanished));
        Assert.All(fetching.Lines("INBOX").Values, l => Assert.Equal(CopyState.There, l.State));

        // Shown again, all of it comes, and each once.
        server.Shown = int.MaxValue;
        fetching.Time.Advance(TimeSpan.FromHours(1));
        report = await fetching.RunWellAsync();
        Assert.Equal((15, 1, 0), (report.Fetched, report.Mailboxes[0].Vanished, report.Missing));
        Assert.Equal(45, (await fetching.MessagesAsync("INBOX")).Count);
        Assert.Equal(0, report.Deleted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_limit_of_messages_a_command_loses_none_and_doubles_none(bool refuses)
    {
        await using var server = Filled(230);
        (server.MessageLimit, server.RefusesMore) = (50, refuses);
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u");
        Assert.Equal((230, 0), (await fetching.RunWellAsync()) is var first ? (first.Fetched, first.Missing) : default);

        for (var i = 0; i < 70; i++)
            server.Add(ImapSteps.Text(1000 + i));
        server.Messages.Remove(7);
        server.Messages[9].Flags.Add("\\Answered");
        var inbox = (await fetching.RunWellAsync()).Mailboxes[0];
        Assert.Equal((299, 70, 1, 0, 1), (inbox.There, inbox.Fetched, inbox.Vanished, inbox.Hidden, inbox.FlagsChanged));
        Assert.Equal(300, (await fetching.MessagesAsync("INBOX")).Count);
        Assert.Equal(CopyState.Vanished, fetching.Lines("INBOX")["7"].State);
    }

    [Fact]
    public async Task Without_mod_sequences_flags_are_looked_at_when_something_shows_and_every_hour()
    {
        await using var server = Filled(10);
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u");
        await fetching.RunWellAsync();

        // Read: STATUS tells of it.
        server.Messages[3].Flags.Add("\\Seen");
        Assert.Equal(1, (await fetching.RunWellAsync()).FlagsChanged);
        Assert.Equal(MessageFlags.Seen, (await fetching.MessagesAsync("INBOX"))[2].Flags.System);

        // Flagged: nothing tells of it, for an hour at most.
        server.Messages[4].Flags.UnionWith(["\\Flagged", "\\Deleted", "\\Recent", "work"]);
        server.Commands.Clear();
        Assert.Equal(0, (await fetching.RunWellAsync()).FlagsChanged);
        Assert.DoesNotContain(server.Commands, c => c.StartsWith("EXAMINE", StringComparison.Ordinal));
        fetching.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, (await fetching.RunWellAsync()).FlagsChanged);
        var flags = (await fetching.MessagesAsync("INBOX"))[3].Flags;
        Assert.Equal((MessageFlags.Flagged, "work"), (flags.System, Assert.Single(flags.Keywords).Name));

        // New mail: the others are looked at as well.
        server.Messages[5].Flags.Add("\\Answered");
        server.Add(ImapSteps.Text(50));
        Assert.Equal((1, 1), (await fetching.RunWellAsync()) is var report ? (report.Fetched, report.FlagsChanged) : default);
        Assert.Equal(0, (await fetching.RunWellAsync()).FlagsChanged);
    }

    [Fact]
    public async Task A_server_that_announces_QRESYNC_and_refuses_all_of_it_is_asked_in_the_plain_way()
    {
        await using var server = Filled(5);
        (server.Capabilities, server.HighestModSeq) = ("IMAP4rev1 ENABLE CONDSTORE QRESYNC", 10);
        server.Quirk = command => command.StartsWith("ENABLE", StringComparison.Ordinal) || command.Contains("CHANGEDSINCE", StringComparison.Ordinal) ? "BAD what" : null;
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u");
        await fetching.RunWellAsync();
        await ChangeAsync("\\Seen");

        // Or it takes ENABLE and nothing after it.
        server.Quirk = command => command.Contains("QRESYNC (", StringComparison.Ordinal) || command.Contains("CHANGEDSINCE", StringComparison.Ordinal) ? "BAD what" : null;
        await ChangeAsync("\\Flagged");
        Assert.Contains(server.Commands, c => c.Contains("(QRESYNC (7 11", StringComparison.Ordinal));

        // A file that was put back there: it may have lost any change.
        (server.Quirk, server.HighestModSeq) = (_ => null, 8);
        server.Messages[2].Flags.Clear();
        Assert.Equal(1, (await fetching.RunWellAsync()).FlagsChanged);

        async Task ChangeAsync(string flag)
        {
            server.Messages[2].Flags.Add(flag);
            server.Add(ImapSteps.Text(server.Messages.Count));
            server.HighestModSeq++;
            var report = await fetching.RunWellAsync();
            Assert.Equal((1, 1, 0), (report.Fetched, report.FlagsChanged, report.Mailboxes[0].Vanished));
        }
    }

    [Fact]
    public async Task A_VANISHED_that_leaves_some_out_or_names_too_many_is_found_out_by_the_count()
    {
        await using var server = Filled(10);
        (server.Capabilities, server.HighestModSeq) = ("IMAP4rev1 ENABLE CONDSTORE QRESYNC", 10);
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u");
        await fetching.RunWellAsync();

        // It tells of none that are gone.
        server.Messages.Remove(4);
        server.HighestModSeq++;
        Assert.Equal(1, (await fetching.RunWellAsync()).Mailboxes[0].Vanished);
        Assert.Equal(CopyState.Vanished, fetching.Lines("INBOX")["4"].State);

        // It says that one is gone that is there.
        server.Vanished = "4,6";
        server.HighestModSeq++;
        var inbox = (await fetching.RunWellAsync()).Mailboxes[0];
        Assert.Equal((0, 9, 9), (inbox.Vanished, inbox.There, inbox.Held));
        Assert.Equal(CopyState.There, fetching.Lines("INBOX")["6"].State);
    }

    [Fact]
    public async Task More_keywords_than_a_mailbox_may_have_are_told_and_hold_up_no_mail()
    {
        await using var server = Filled(2);
        for (var i = 0; i < 1100; i++)
            server.Messages[2].Flags.Add($"k{i}");
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u");
        var inbox = (await fetching.RunWellAsync()).Mailboxes[0];
        Assert.Equal(2, inbox.Fetched);
        Assert.Contains(inbox.Notes, n => n.Contains("Limits:Keywords", StringComparison.Ordinal));

        for (var i = 0; i < 1100; i++)
            server.Messages[1].Flags.Add($"l{i}");
        server.Messages[1].Flags.Add("\\Seen");
        inbox = (await fetching.RunWellAsync()).Mailboxes[0];
        Assert.Equal(1, inbox.FlagsChanged);
        Assert.Contains(inbox.Notes, n => n.Contains("Limits:Keywords", StringComparison.Ordinal));
        Assert.Equal(MessageFlags.Seen, (await fetching.MessagesAsync("INBOX"))[0].Flags.System);
    }

    [Theory]
    [InlineData("NO [INUSE] somebody else has it", ProviderFault.Busy, null)]
    [InlineData("NO Request is throttled. Suggested Backoff Time: 299884 milliseconds", ProviderFault.Busy, 299_884)]
    [InlineData("NO [UNAVAILABLE] later", ProviderFault.Busy, null)]
    [InlineData("NO [AUTHENTICATIONFAILED] no", ProviderFault.LogInRefused, null)]
    [InlineData("NO wrong", ProviderFault.LogInRefused, null)]
    public async Task Refusals_of_a_log_in_are_told_apart(string answer, ProviderFault fault, int? milliseconds)
    {
        await using var server = Filled(0);
        server.Quirk = command => command.StartsWith("LOGIN", StringComparison.Ordinal) ? answer : null;
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u");
        var report = await fetching.RunAsync();
        Assert.Equal((fault, milliseconds), (report.Fault, (int?)report.RetryAfter?.TotalMilliseconds));
    }

    [Fact]
    public async Task A_provider_that_throttles_in_the_middle_keeps_what_came()
    {
        await using var server = Filled(3);
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u");
        await fetching.RunWellAsync();
        server.Add(ImapSteps.Text(9));
        server.Quirk = command => command.StartsWith("EXAMINE", StringComparison.Ordinal) ? "NO Request is throttled. Suggested Backoff Time: 5000 milliseconds" : null;
        var report = await fetching.RunAsync();
        Assert.Equal((ProviderFault.Busy, TimeSpan.FromSeconds(5)), (report.Fault, report.RetryAfter));
        Assert.Equal(fetching.Time.GetUtcNow() + TimeSpan.FromSeconds(5), fetching.Source.State.NotBefore);
        Assert.Equal(3, (await fetching.MessagesAsync("INBOX")).Count);
    }

    [Fact]
    public async Task What_waits_for_tomorrow_comes_tomorrow()
    {
        await using var server = Filled(10);
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u", with: s => s with { DailyBytes = server.Messages.Values.Take(4).Sum(m => m.Bytes.Length) });
        Assert.Equal(4, (await fetching.RunWellAsync()).Fetched);
        Assert.Equal(0, (await fetching.RunWellAsync()).Fetched);
        for (var day = 0; day < 4; day++)
        {
            fetching.Time.Advance(TimeSpan.FromDays(1));
            await fetching.RunWellAsync();
        }

        Assert.Equal(10, (await fetching.MessagesAsync("INBOX")).Count);
    }

    [Fact]
    public async Task Messages_that_went_while_others_waited_are_noticed()
    {
        await using var server = Filled(10);
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u", with: s => s with { DailyBytes = server.Messages.Values.Take(4).Sum(m => m.Bytes.Length) });
        await fetching.RunWellAsync();
        for (uint uid = 1; uid <= 4; uid++)
            server.Messages.Remove(uid);
        var report = await fetching.RunWellAsync();
        Assert.Equal((6, 4), (report.Mailboxes[0].There, report.Mailboxes[0].Vanished));
    }

    private static bool Has(string command, int uid) =>
        command.Split(' ')[2].Split(',').Select(r => r.Split(':').Select(e => int.Parse(e, CultureInfo.InvariantCulture)).ToList()).Any(r => r[0] <= uid && uid <= r[^1]);

    private static FakeImapServer Filled(int count)
    {
        var server = new FakeImapServer();
        for (var i = 0; i < count; i++)
            server.Add(ImapSteps.Text(i));
        return server;
    }
}
