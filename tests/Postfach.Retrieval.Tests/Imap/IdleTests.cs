using Microsoft.Extensions.Time.Testing;
using Postfach.Mail;
using Postfach.Retrieval.Tests.Connecting;
using Postfach.Retrieval.Tests.Serving;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Imap;

/// <summary>Waiting for news at a provider that is not there any more, as when a machine has slept or the network is another one. RFC 2177.</summary>
public sealed class IdleTests
{
    [Fact]
    public async Task Who_vanishes_without_a_word_is_missed_soon_after_the_wait()
    {
        var idling = new TaskCompletionSource<PeerTalk>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var peer = new ScriptedPeer(async talk =>
        {
            await talk.SendAsync("* OK [CAPABILITY IMAP4rev1 IDLE] ready\r\n");
            await talk.AnswerImapAsync(command =>
            {
                if (command == "DONE")
                    ended.TrySetResult();
                if (command == "IDLE")
                    idling.TrySetResult(talk);
                return command switch
                {
                    "IDLE" or "DONE" => "",
                    "CAPABILITY" => "* CAPABILITY IMAP4rev1 IDLE\r\nOK done",
                    _ when command.StartsWith("LIST", StringComparison.Ordinal) => "* LIST () \"/\" INBOX\r\nOK done",
                    _ when command.StartsWith("STATUS", StringComparison.Ordinal) => "* STATUS INBOX (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 1)\r\nOK done",
                    _ when command.StartsWith("EXAMINE", StringComparison.Ordinal) => "* 0 EXISTS\r\n* OK [UIDVALIDITY 1] .\r\n* OK [UIDNEXT 1] .\r\nOK [READ-ONLY] done",
                    _ => null,
                };
            });
        });
        var time = new FakeTimeProvider();
        var clock = new LaptopClock(time);
        var source = new Source(new SourceId(1), "web", new AccountId(1), LogInTrial.Settings(SourceProtocol.Imap, peer.EndPoint), null, 0, new SourceState());
        await using var session = await ImapSession.OpenAsync(source, _ => Task.FromResult(LogInTrial.Password), clock, ImapSteps.Ct);
        var inbox = (await session.ListFoldersAsync(ImapSteps.Ct)).Single(f => f.IsInbox);
        await session.OpenAsync(inbox, default, ImapSteps.Ct);
        var waiting = session.WaitForNewsAsync(TimeSpan.FromMinutes(10), ImapSteps.Ct);

        // It waits for the answer to IDLE, and then for what comes.
        await SilenceAsync();
        await (await idling.Task.WaitAsync(PostfachProgram.Patience, ImapSteps.Ct)).SendAsync("+ idling\r\n");
        await SilenceAsync();
        time.Advance(TimeSpan.FromMinutes(10));
        await ended.Task.WaitAsync(PostfachProgram.Patience, ImapSteps.Ct);
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(1.5));
        var broken = await Assert.ThrowsAsync<ProviderException>(() => waiting.WaitAsync(PostfachProgram.Patience, ImapSteps.Ct));
        Assert.Equal(ProviderFault.Broken, broken.Fault);

        async Task SilenceAsync()
        {
            while (await clock.TimerAsync() != TimeSpan.FromMinutes(11.5))
            {
            }
        }
    }
}
