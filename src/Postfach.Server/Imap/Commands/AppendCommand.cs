using Postfach.Protocol.Imap;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary>
/// <c>APPEND mailbox 1*([(flags)] [date-time] literal)</c>, after the log-in. RFC 9051 §6.3.12; several messages, all or none: RFC 3502 §4. Each goes into
/// the store as it comes.
/// </summary>
internal static class AppendCommand
{
    /// <summary>Messages of one command.</summary>
    private const int MaxMessages = 10_000;

    /// <summary>Bytes of small messages that wait in memory for those behind them.</summary>
    private const long MaxWaitingBytes = 4 << 20;

    public static async ValueTask<ImapReply> RunAsync(ImapSession session, AppendRequest request, CancellationToken ct)
    {
        if (request.Mailbox.Name is not { } name)
            return Outcome.Invalid(request.Mailbox);
        if (session.Account.Mailboxes.Find(name) is null)
            return Outcome.TryCreate;
        var messages = new List<NewMessage>();
        try
        {
            if (await ReceiveAsync(session, request.First, messages, ct) is { } fault)
                return fault;
            return await session.Account.AppendAsync(name, messages, session.Actor, ct) switch
            {
                AppendResult.Appended done => new ImapReply.Ok(new ImapCode.AppendUid(done.UidValidity, done.Uids), "Appended"),
                AppendResult.TooManyKeywords => Outcome.TooManyKeywords,
                _ => Outcome.TryCreate,
            };
        }
        finally
        {
            foreach (var message in messages)
                await message.Content.DisposeAsync();
        }
    }

    /// <summary>Takes in all messages up to the command's end.</summary>
    /// <returns>What is wrong with one; null: nothing.</returns>
    private static async ValueTask<ImapReply?> ReceiveAsync(ImapSession session, AppendMessage first, List<NewMessage> messages, CancellationToken ct)
    {
        long waiting = 0;
        for (var next = first; ;)
        {
            // Before the client is asked for its bytes. If it sends them all the same, they are read past.
            if (Refusal(session, next, messages.Count) is { } refusal)
            {
                session.Conversation.ExpectUnread(next.Literal);
                return refusal;
            }

            var message = new NewMessage(session.Account.BeginMessage(), next.Flags, next.Date);
            messages.Add(message);
            await foreach (var piece in session.Conversation.ReadMessageAsync(next.Literal))
                await message.Content.WriteAsync(piece, ct);
            session.Service.Transcript.Message(message.Content.Length);
            var (following, fault) = await ReadBehindAsync(session, next);
            if (following is null)
                return fault;
            next = following;
            waiting += Math.Min(message.Content.Length, MaxWaitingBytes);
            if (waiting < MaxWaitingBytes)
                continue;
            await Task.WhenAll(messages.Select(m => m.Content.LayDownAsync(ct)));
            waiting = 0;
        }
    }

    private static ImapReply.No? Refusal(ImapSession session, AppendMessage message, int before) => message.Literal.Length switch
    {
        // RFC 3502 §4: a client cancels its APPEND by a message without a byte.
        0 => new ImapReply.No("A message cannot be empty; nothing was appended"),

        // RFC 7889 §4: TOOBIG where the message is beyond what one may have.
        var length when length > session.Account.MaxMessageBytes => new ImapReply.No(ImapCode.TooBig, "The message is too big"),
        _ when before == MaxMessages => new ImapReply.No(ImapCode.Limit, $"One command appends at most {MaxMessages} messages"),
        _ => null,
    };

    /// <summary>What stands behind a message: the next one, or the command's end, or something that is wrong.</summary>
    private static async ValueTask<(AppendMessage? Next, ImapReply? Fault)> ReadBehindAsync(ImapSession session, AppendMessage message)
    {
        session.Connection.AcknowledgeNow();
        var line = await session.Conversation.NextEndAsync(session.Service.Limits.StallTimeout);
        if (session.HandleEnd(line))
            return (null, new ImapReply.No("The session is over"));
        if (line.Frame.Kind == ImapFrameKind.Complete && message.TryReadBehind(line.Frame.Bytes.Span, out var next))
            return (next, null);

        // What follows may be another literal, that cannot be told from commands.
        session.EndAfterReply("The command goes on behind its message");
        return (null, new ImapReply.Bad("There is something behind the message"));
    }
}
