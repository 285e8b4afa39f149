using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>SELECT mailbox</c> and <c>EXAMINE mailbox</c>, after the log-in. RFC 9051 §6.3.2, §6.3.3; RECENT and UNSEEN: RFC 3501 §6.3.1.</summary>
internal static class SelectCommand
{
    public static ValueTask<ImapReply> SelectAsync(ImapSession session, MailboxRequest request, CancellationToken ct) =>
        RunAsync(session, request, isReadOnly: false, ct);

    public static ValueTask<ImapReply> ExamineAsync(ImapSession session, MailboxRequest request, CancellationToken ct) =>
        RunAsync(session, request, isReadOnly: true, ct);

    private static async ValueTask<ImapReply> RunAsync(ImapSession session, MailboxRequest request, bool isReadOnly, CancellationToken ct)
    {
        // RFC 9051 §6.3.2: whatever comes of it, the mailbox selected before no longer is.
        session.Select(null);
        if (request.Mailbox.Name is not { } name)
            return new ImapReply.No(ImapCode.NonExistent, request.Mailbox.Why);
        if (await session.Account.OpenMailboxAsync(name, ct) is not { } mailbox)
            return new ImapReply.No(ImapCode.NonExistent, "There is no such mailbox");
        var selected = new SelectedMailbox(mailbox, isReadOnly);
        session.Select(selected);
        var view = selected.View;
        session.Output.WriteText($"* {view.Exists} EXISTS\r\n* 0 RECENT\r\n");
        selected.TellKnownFlags(session.Output, view);
        if (view.FirstUnseen() is { } first)
            Tell(session, new ImapCode.Unseen(first), "The first one that nobody has read");
        Tell(session, new ImapCode.UidValidity(view.UidValidity), "UIDs stay");
        Tell(session, new ImapCode.UidNext(view.UidNext), "The next UID");
        return new ImapReply.Ok(isReadOnly ? ImapCode.ReadOnly : ImapCode.ReadWrite, "Selected");
    }

    private static void Tell(ImapSession session, ImapCode code, string text) => new ImapReply.Ok(code, text).Write(session.Output, "*");
}
