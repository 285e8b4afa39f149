using Postfach.Commands;
using Postfach.Retrieval;

namespace Postfach.Tests.CommandLine;

/// <summary>What a run did, in lines for people.</summary>
public sealed class RunTextTests
{
    [Fact]
    public void A_dry_run_tells_that_it_counts_deletions_of_what_is_here_already() => Assert.Equal(
        "2 would be fetched (1 KiB), 3 of those already here would be deleted there, 40 left there, 0 missing here",
        RunText.Summary(Run(isDryRun: true, brake: null, new MailboxReport("INBOX", 40, 40, 2, 1024, 3, 0, 0, [], []))));

    [Fact]
    public void Where_no_deletion_waits_yet_those_to_come_do() => Assert.Equal(
        ["waiting: gmx: all deletions to come, as it is another mailbox than before; see 'source show gmx', then 'source confirm gmx'"],
        RunText.Remarks(Run(isDryRun: false, brake: "it is another mailbox than before")));

    private static RunReport Run(bool isDryRun, string? brake, params MailboxReport[] mailboxes) =>
        new("gmx", default, default, mailboxes, null, null, brake, 0, null, isDryRun);
}
