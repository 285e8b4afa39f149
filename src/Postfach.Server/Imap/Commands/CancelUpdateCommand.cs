using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>CANCELUPDATE tag...</c>, with a mailbox selected. RFC 5267 §4.3.5.</summary>
internal static class CancelUpdateCommand
{
    public static ValueTask<ImapReply> RunAsync(ImapSession session, CancelUpdateRequest request, CancellationToken ct)
    {
        var contexts = session.Selected!.Contexts; // the state demands it
        var unknown = request.Tags.Where(tag => !contexts.Cancel(tag)).ToList();
        return new(unknown.Count == 0 ? new ImapReply.Ok("No more updates") : new ImapReply.Bad("There is no search of such a tag that is kept up to date"));
    }
}
