using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>CLOSE</c> and <c>UNSELECT</c>, with a mailbox selected. RFC 9051 §6.4.1, §6.4.2.</summary>
internal static class CloseCommand
{
    public static async ValueTask<ImapReply> CloseAsync(ImapSession session, NoArguments request, CancellationToken ct)
    {
        var selected = session.Selected!; // the state demands it
        session.Select(null);

        // RFC 9051 §6.4.1: the deleted ones go without a word, but only those that this client could know of.
        if (!selected.IsReadOnly)
            await session.Account.ExpungeAsync(selected.Mailbox.Id, selected.View.Uids(), onlyDeleted: true, session.Actor, ct);
        return new ImapReply.Ok("Closed");
    }

    public static ValueTask<ImapReply> UnselectAsync(ImapSession session, NoArguments request, CancellationToken ct)
    {
        session.Select(null);
        return new(new ImapReply.Ok("Unselected"));
    }
}
