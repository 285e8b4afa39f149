using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>CREATE mailbox [(USE (uses))]</c>, after the log-in. RFC 9051 §6.3.4, RFC 6154 §3.</summary>
internal static class CreateCommand
{
    public static async ValueTask<ImapReply> RunAsync(ImapSession session, CreateRequest request, CancellationToken ct)
    {
        if (request.Mailbox.Name is not { } name)
            return Outcome.Invalid(request.Mailbox);

        // RFC 6154 §3: a use that cannot be given refuses the whole CREATE. \All and \Flagged would be views of other mailboxes.
        SpecialUse? use = request.Uses switch
        {
            [] => SpecialUse.None,
            [{ } only and not (SpecialUse.All or SpecialUse.Flagged)] => only,
            _ => null,
        };
        if (use is not { } given)
            return new ImapReply.No(ImapCode.UseAttr, "A mailbox has one use: Archive, Drafts, Junk, Sent or Trash");
        var result = await session.Account.CreateMailboxAsync(name, given, session.Actor, ct);

        // RFC 9051 §6.3.4: whoever made it by another spelling is told by which name it is known.
        if (result is MailboxResult.Done && session.IsRev2 && request.Mailbox.OldName is { } spelled)
            new ListResponse(name.Value, MailboxAttributes.None, given) { OldName = spelled }.Write(session.Output, "LIST"u8, session.Names);

        // RFC 8474 §4.1.
        return result is MailboxResult.Done(var made, var validity)
            ? new ImapReply.Ok(new ImapCode.MailboxId(MailboxObjectId.Of(made, validity)), "Created")
            : Outcome.Of(result, "Created");
    }
}
