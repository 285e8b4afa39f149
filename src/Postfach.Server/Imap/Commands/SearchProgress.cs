using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary>
/// How far the search of one command is, and until when it may go on. A client is told from time to time, so that it neither gives up nor shows nothing; what is
/// sent also finds out that it has gone, or does not read. RFC 9585 §4. Not thread-safe.
/// </summary>
/// <param name="ofSeveral">It looks into several mailboxes, so that nobody knows yet how many messages there are.</param>
internal sealed class SearchProgress(ImapSession session, bool ofSeveral) : IDisposable
{
    // RFC 9585 §4 recommends 10 to 15 seconds.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _deadline = new(session.Service.Limits.SearchTime, session.Service.Time);
    private long _told = session.Service.Time.GetTimestamp();
    private long _before;

    /// <summary>Cancelled when the search has taken too long, over all mailboxes.</summary>
    public CancellationToken Deadline => _deadline.Token;

    /// <exception cref="IOException">The client reads no more.</exception>
    public ValueTask TellAsync(int done, int goal)
    {
        if (session.Service.Time.GetElapsedTime(_told) < Interval)
            return default;
        _told = session.Service.Time.GetTimestamp();
        new ImapReply.Ok(new ImapCode.InProgress(session.Tag, _before + done, ofSeveral ? null : goal), "Still searching").Write(session.Output, "*");
        return session.Conversation.SendAsync();
    }

    /// <summary>All messages of a mailbox are done: what comes is counted on from there.</summary>
    public void EndMailbox(int messages) => _before += messages;

    public void Dispose() => _deadline.Dispose();
}
