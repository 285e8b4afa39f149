using Postfach.Mail;
using Postfach.Server.Imap;
using Postfach.Store;

namespace Postfach.Server.Tests.Imap;

/// <summary>A change of flags was answered with OK, and before its session looked again somebody else expunged one of the messages.</summary>
public sealed class OvertakenChangeTests
{
    private static readonly Actor Anna = new("anna", "imap", "1");
    private static readonly FlagChange Flagged = new(FlagOperation.Add, FlagSet.Of(MessageFlags.Flagged, []));

    [Fact]
    public async Task A_message_that_is_kept_in_view_has_the_flags_that_its_client_gave_it()
    {
        await using var server = await TestServer.StartAsync();
        await server.AppendAsync("INBOX", 3);
        var inbox = await server.MailboxAsync("INBOX");
        var told = inbox.Current;
        var stored = Assert.IsType<StoreFlagsResult.Stored>(
            await server.Account.StoreFlagsAsync(inbox.Id, Uids(1, 2), Flagged, null, Anna, TestContext.Current.CancellationToken));
        await server.Account.ExpungeAsync(inbox.Id, Uids(2, 3), onlyDeleted: false, Anna, TestContext.Current.CancellationToken);

        var view = new OwnChange(stored.ModSeq, stored.Changed, Flagged).On(inbox.Current.KeepingExpunged(told));

        Assert.Equal([true, true, false], view.Messages().Select(message => message.Flags.Has(MessageFlags.Flagged)));
        Assert.True(view[new SequenceNumber(2)].ModSeq >= stored.ModSeq);
    }

    private static UidSet Uids(uint first, uint last) => UidSet.Range(new Uid(first), new Uid(last));
}
