using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>SELECT mailbox</c> and <c>EXAMINE mailbox</c>, after the log-in. RFC 9051 §6.3.2, §6.3.3; RECENT and UNSEEN: RFC 3501 §6.3.1; coming back: RFC 7162 §3.2.5.</summary>
internal static class SelectCommand
{
    public static ValueTask<ImapReply> SelectAsync(ImapSession session, SelectRequest request, CancellationToken ct) =>
        RunAsync(session, request, isReadOnly: false, ct);

    public static ValueTask<ImapReply> ExamineAsync(ImapSession session, SelectRequest request, CancellationToken ct) =>
        RunAsync(session, request, isReadOnly: true, ct);

    private static async ValueTask<ImapReply> RunAsync(ImapSession session, SelectRequest request, bool isReadOnly, CancellationToken ct)
    {
        // RFC 7162 §3.2.5: not before ENABLE QRESYNC.
        if (request.Known is not null && !session.Enabled.HasFlag(ImapExtensions.QResync))
            return new ImapReply.Bad("Say ENABLE QRESYNC first");

        // RFC 9051 §6.3.2: whatever comes of it, the mailbox selected before no longer is.
        if (session.Selected is not null)
            Tell(session, ImapCode.Closed, "The mailbox selected before is closed");
        session.Select(null);
        if (request.CondStore)
            session.Enable(ImapExtensions.CondStore);
        if (request.Mailbox.Name is not { } name)
            return new ImapReply.No(ImapCode.NonExistent, request.Mailbox.Why);
        if (await session.Account.OpenMailboxAsync(name, ct) is not { } mailbox)
            return new ImapReply.No(ImapCode.NonExistent, "There is no such mailbox");
        var view = mailbox.Current;
        var selected = new SelectedMailbox(mailbox, view, isReadOnly);
        session.Select(selected);
        selected.TellExists(session, view);
        selected.TellKnownFlags(session.Output, view);
        if (session.IsRev2)
        {
            // RFC 9051 §6.3.2: and by which name it is known, where the client's was another.
            var use = session.Account.Mailboxes.Find(name)?.SpecialUse ?? SpecialUse.None;
            new ListResponse(name.Value, MailboxAttributes.None, use) { OldName = request.Mailbox.OldName }.Write(session.Output, "LIST"u8, session.Names);
        }
        else if (view.FirstUnseen() is { } first)
        {
            Tell(session, new ImapCode.Unseen(first), "The first one that nobody has read");
        }

        Tell(session, new ImapCode.UidValidity(view.UidValidity), "UIDs stay");
        Tell(session, new ImapCode.UidNext(view.UidNext), "The next UID");
        Tell(session, new ImapCode.HighestModSeq(view.HighestModSeq), "The last change");
        if (request.Known is { } known && known.UidValidity == view.UidValidity)
            await ResynchronizeAsync(session, selected, known);
        return new ImapReply.Ok(isReadOnly ? ImapCode.ReadOnly : ImapCode.ReadWrite, "Selected");
    }

    /// <summary>Tells a client that has been here before what changed since.</summary>
    private static async ValueTask ResynchronizeAsync(ImapSession session, SelectedMailbox selected, QResync known)
    {
        var view = selected.View;
        ChangedSince.TellVanished(session, known.KnownUids, known.ModSeq);
        var uids = known.KnownUids is { } some ? view.ResolveUids(some) : view.Uids();
        var texts = new FlagTexts();
        foreach (var message in view.Messages(view.ChangedSince(uids, known.ModSeq)))
        {
            SelectedMailbox.TellFlags(session, message, withUid: true, texts);
            await session.Conversation.SendGatheredAsync();
        }
    }

    private static void Tell(ImapSession session, ImapCode code, string text) => new ImapReply.Ok(code, text).Write(session.Output, "*");
}
