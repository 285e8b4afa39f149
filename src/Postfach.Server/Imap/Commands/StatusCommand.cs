using System.Buffers;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>STATUS mailbox (items)</c>, after the log-in. RFC 9051 §6.3.11.</summary>
internal static class StatusCommand
{
    public static async ValueTask<ImapReply> RunAsync(ImapSession session, StatusRequest request, CancellationToken ct)
    {
        if (request.Mailbox.Name is not { } name || await session.Account.OpenMailboxAsync(name, ct) is not { } mailbox)
            return Outcome.NoSuchMailbox;
        if (request.Items.Contains(StatusItem.HighestModSeq))
            session.Enable(ImapExtensions.CondStore);
        var snapshot = mailbox.Current;
        session.Output.Write("* STATUS "u8);
        session.Output.WriteMailbox(name.Value);
        session.Output.WriteText($" ({string.Join(' ', request.Items.Select(item => $"{NameOf(item)} {ValueOf(item, snapshot)}"))})\r\n");
        return new ImapReply.Ok("That is all");
    }

    private static string NameOf(StatusItem item) => item.ToString().ToUpperInvariant();

    private static long ValueOf(StatusItem item, MailboxSnapshot snapshot) => item switch
    {
        StatusItem.Messages => snapshot.Exists,
        StatusItem.UidNext => snapshot.UidNext.Value,
        StatusItem.UidValidity => snapshot.UidValidity.Value,
        StatusItem.Unseen => snapshot.Unseen,
        StatusItem.HighestModSeq => snapshot.HighestModSeq.Value,
        _ => 0,
    };
}
