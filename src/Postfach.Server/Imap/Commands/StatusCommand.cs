using System.Buffers;
using System.Collections.Immutable;
using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>STATUS mailbox (items)</c>, after the log-in. RFC 9051 §6.3.11. No message is looked at: a snapshot knows its sums.</summary>
internal static class StatusCommand
{
    public static async ValueTask<ImapReply> RunAsync(ImapSession session, StatusRequest request, CancellationToken ct)
    {
        if (request.Mailbox.Name is not { } name || await session.Account.OpenMailboxAsync(name, ct) is not { } mailbox)
            return Outcome.NoSuchMailbox;
        Write(session, name.Value, mailbox, request.Items);
        return new ImapReply.Ok("That is all");
    }

    /// <summary>Writes the untagged answer, for LIST as well.</summary>
    public static void Write(ImapSession session, string name, Mailbox mailbox, ImmutableArray<StatusItem> items)
    {
        // RFC 7162 §3.1.7: who asks for it knows what mod-sequences are.
        if (items.Contains(StatusItem.HighestModSeq))
            session.Enable(ImapExtensions.CondStore);
        var snapshot = mailbox.Current;
        session.Output.Write("* STATUS "u8);
        session.Output.WriteMailbox(name, session.Names);
        var values = items.Select(item => $"{NameOf(item)} {ValueOf(item, mailbox, snapshot, session.Account.MaxMessageBytes)}");
        session.Output.WriteText($" ({string.Join(' ', values)})\r\n");
    }

    private static string NameOf(StatusItem item) => item.ToString().ToUpperInvariant();

    private static string ValueOf(StatusItem item, Mailbox mailbox, MailboxSnapshot snapshot, long maxMessageBytes) =>
        item == StatusItem.MailboxId ? $"({MailboxObjectId.Of(mailbox.Id, snapshot.UidValidity)})" : $"{NumberOf(item, mailbox, snapshot, maxMessageBytes)}";

    private static long NumberOf(StatusItem item, Mailbox mailbox, MailboxSnapshot snapshot, long maxMessageBytes) => item switch
    {
        StatusItem.Messages => snapshot.Exists,
        StatusItem.UidNext => snapshot.UidNext.Value,
        StatusItem.UidValidity => snapshot.UidValidity.Value,
        StatusItem.Unseen => snapshot.Unseen,
        StatusItem.Recent => snapshot.CountOf(UidSet.Range(mailbox.FirstRecent, Uid.Max)),
        StatusItem.Deleted => snapshot.Deleted,
        StatusItem.Size => snapshot.Bytes,

        // RFC 7162 §3.1.2.2: 0 would say that the mailbox has no mod-sequences.
        StatusItem.HighestModSeq => Math.Max(1, snapshot.HighestModSeq.Value),
        StatusItem.AppendLimit => maxMessageBytes,
        _ => 0,
    };
}
