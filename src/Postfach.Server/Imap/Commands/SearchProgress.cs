using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary>
/// Tells a client every few seconds how far its search is, so that it neither gives up nor shows nothing. What is sent also finds out that the client has
/// gone, or does not read. RFC 9585 §4.
/// </summary>
internal sealed class SearchProgress(ImapSession session)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long _told = session.Service.Time.GetTimestamp();

    /// <exception cref="IOException">The client reads no more.</exception>
    public ValueTask TellAsync(int done, int goal)
    {
        if (session.Service.Time.GetElapsedTime(_told) < Interval)
            return default;
        _told = session.Service.Time.GetTimestamp();
        new ImapReply.Ok(new ImapCode.InProgress(session.Tag, done, goal), "Still searching").Write(session.Output, "*");
        return session.Conversation.SendAsync();
    }
}
