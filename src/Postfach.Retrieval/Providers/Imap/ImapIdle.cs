using MailKit.Net.Imap;

namespace Postfach.Retrieval;

/// <summary>
/// Waits for news of the open mailbox: by IDLE, or by asking every minute where the server has none. RFC 2177. Mail is news at once, changed flags a minute later,
/// so that somebody who reads one message after the other makes few runs.
/// </summary>
internal sealed class ImapIdle(ImapConnection connection, TimeProvider time)
{
    // A server may end a session that says nothing for half an hour. RFC 9051 §5.4.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(27), BetweenLooks = TimeSpan.FromMinutes(1), AfterFlags = TimeSpan.FromMinutes(1);

    public async Task WaitAsync(ImapFolder folder, TimeSpan atMost, CancellationToken ct)
    {
        var patience = connection.Stream.Patience;
        var wait = atMost < Longest ? atMost : Longest;
        using var done = new CancellationTokenSource(wait, time);
        await using var later = time.CreateTimer(_ => done.Cancel(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var isFirst = true;
        void News(object? sender, EventArgs e) => done.Cancel();
        void Flags(object? sender, EventArgs e)
        {
            if (isFirst)
                later.Change(AfterFlags, Timeout.InfiniteTimeSpan);
            isFirst = false;
        }

        folder.CountChanged += News;
        folder.MessageFlagsChanged += Flags;
        folder.MessageExpunged += News;
        folder.MessagesVanished += News;
        try
        {
            // Silence is what is expected until then; after that it means that nobody is there any more.
            connection.Stream.Patience = wait + patience;
            await (connection.Client.Capabilities.HasFlag(ImapCapabilities.Idle) ? connection.Client.IdleAsync(done.Token, ct) : PollAsync(done.Token, ct));
        }
        finally
        {
            connection.Stream.Patience = patience;
            folder.CountChanged -= News;
            folder.MessageFlagsChanged -= Flags;
            folder.MessageExpunged -= News;
            folder.MessagesVanished -= News;
        }
    }

    private async Task PollAsync(CancellationToken done, CancellationToken ct)
    {
        while (!done.IsCancellationRequested)
        {
            await connection.Client.NoOpAsync(ct);
            try
            {
                await Task.Delay(BetweenLooks, time, done).WaitAsync(ct);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
