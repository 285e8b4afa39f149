using System.Net;
using Postfach.Protocol.Lmtp;

namespace Postfach.Server.Lmtp.Commands;

/// <summary>
/// <c>DATA</c>, in a mail transaction with a recipient; it ends the transaction. One reply follows for each accepted RCPT, in their order.
/// RFC 2033 §4.2, RFC 5321 §4.1.1.4.
/// </summary>
internal static class DataCommand
{
    // RFC 1870 §6.1, §6.3.
    public static readonly LmtpReply TooBig = LmtpReply.Enhanced(552, 3, 4, "The message is too big");

    public static async ValueTask RunAsync(LmtpSession session, LmtpRequest.Data request, CancellationToken ct)
    {
        if (session.Transaction is not { Recipients.Count: > 0 } transaction)
        {
            // RFC 2033 §4.2: without a valid recipient DATA must fail with 503.
            session.Write(LmtpReply.Enhanced(503, 5, 1, "There is no valid recipient"));
            return;
        }

        session.Transaction = null;
        session.Write(LmtpReply.Plain(354, "Send the message; a line with just a dot ends it"));
        await session.SendAsync();
        var deliveries = Deliveries(session, transaction);
        try
        {
            await Task.WhenAll(deliveries.Values.Select(d => d.BeginAsync()));
            var size = await TakeInAsync(session, deliveries.Values);
            var replies = size > session.Service.MaxMessageSize
                ? Refused(session, transaction, size)
                : await CommitAsync(deliveries);

            // RFC 2033 §4.2: one reply for each RCPT that succeeded, also where an address came twice.
            foreach (var recipient in transaction.Recipients)
                session.Write(replies[recipient.Path]);
        }
        finally
        {
            foreach (var delivery in deliveries.Values)
                await delivery.DisposeAsync();
        }
    }

    /// <summary>One for each address: who is named twice by the same one gets one copy.</summary>
    private static Dictionary<MailPath, Delivery> Deliveries(LmtpSession session, LmtpTransaction transaction)
    {
        var address = IPAddress.TryParse(session.Connection.Peer, out var parsed) ? parsed : null;
        var date = session.Service.Time.GetLocalNow();
        var deliveries = new Dictionary<MailPath, Delivery>();
        foreach (var recipient in transaction.Recipients)
        {
            if (deliveries.ContainsKey(recipient.Path))
                continue;
            var trace = new TraceFields(
                transaction.ReversePath, recipient.Path, session.Client ?? "", address, session.Service.Options.HostName, session.NextDeliveryId(), date);
            deliveries.Add(recipient.Path, new Delivery(session.Service, recipient, trace, session.Connection.Peer));
        }

        return deliveries;
    }

    /// <summary>Reads the message to its end, though it may be too big: the bytes must not be taken for commands.</summary>
    /// <returns>Its size.</returns>
    private static async Task<long> TakeInAsync(LmtpSession session, IReadOnlyCollection<Delivery> deliveries)
    {
        long size = 0;
        await foreach (var piece in session.ReadMessageAsync())
        {
            size += piece.Length;
            if (size > session.Service.MaxMessageSize)
                continue;
            foreach (var delivery in deliveries)
                await delivery.WriteAsync(piece);
        }

        return size;
    }

    private static Dictionary<MailPath, LmtpReply> Refused(LmtpSession session, LmtpTransaction transaction, long size)
    {
        session.Service.Logger.MessageTooBig(size, transaction.ReversePath.ToString(), session.Service.MaxMessageSize);
        return transaction.Recipients.Select(r => r.Path).Distinct().ToDictionary(path => path, _ => TooBig);
    }

    /// <summary>All at once, so that copies for one account share a commit.</summary>
    private static async Task<Dictionary<MailPath, LmtpReply>> CommitAsync(Dictionary<MailPath, Delivery> deliveries)
    {
        var replies = await Task.WhenAll(deliveries.Values.Select(async d => (d.Recipient.Path, Reply: await d.CommitAsync())));
        return replies.ToDictionary(r => r.Path, r => r.Reply);
    }
}
