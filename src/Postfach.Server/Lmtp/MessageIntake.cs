using System.Net;
using Postfach.Mail;
using Postfach.Protocol.Lmtp;
using Postfach.Server.Deliveries;

namespace Postfach.Server.Lmtp;

/// <summary>A message on its way to its recipients: taken piece by piece, then committed or refused as a whole. Not thread-safe.</summary>
internal sealed class MessageIntake : IAsyncDisposable
{
    // RFC 1870 §6.1, §6.3.
    public static readonly LmtpReply TooBig = LmtpReply.Enhanced(552, 3, 4, "The message is too big");

    private readonly LmtpService _service;
    private readonly LmtpTransaction _transaction;
    private readonly Dictionary<MailPath, Delivery> _deliveries;
    private long _size;

    private MessageIntake(LmtpSession session, LmtpTransaction transaction) =>
        (_service, _transaction, _deliveries) = (session.Service, transaction, Deliveries(session, transaction));

    public bool IsTooBig => _size > _service.MaxMessageSize;

    /// <summary>Opens each recipient's account and writes the trace fields.</summary>
    public static async Task<MessageIntake> BeginAsync(LmtpSession session, LmtpTransaction transaction)
    {
        var intake = new MessageIntake(session, transaction);
        await Task.WhenAll(intake._deliveries.Values.Select(d => d.BeginAsync()));
        return intake;
    }

    /// <summary>Takes the next bytes; of a message that is too big they are only counted.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> piece)
    {
        _size += piece.Length;
        if (IsTooBig)
            return;
        foreach (var delivery in _deliveries.Values)
            await delivery.WriteAsync(piece);
    }

    /// <summary>The message is whole.</summary>
    /// <returns>RFC 2033 §4.2: one reply for each RCPT that succeeded, also where an address came twice.</returns>
    public async Task<IEnumerable<LmtpReply>> CommitAsync()
    {
        _service.Transcript.Message(_size);
        if (IsTooBig)
        {
            _service.Logger.MessageTooBig(_size, _transaction.ReversePath.ToString(), _service.MaxMessageSize);
            return _transaction.Recipients.Select(_ => TooBig);
        }

        // All at once, so that copies for one account share a commit.
        var replies = await Task.WhenAll(_deliveries.Select(async d => (d.Key, Reply: ReplyTo(d.Value, await d.Value.CommitAsync()))));
        var byPath = replies.ToDictionary(r => r.Key, r => r.Reply);
        return _transaction.Recipients.Select(r => byPath[r.Path]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var delivery in _deliveries.Values)
            await delivery.DisposeAsync();
    }

    private static LmtpReply ReplyTo(Delivery delivery, bool isDelivered) => isDelivered
        ? LmtpReply.Enhanced(250, 0, 0, $"Delivered as {delivery.Id}")
        : LmtpReply.Enhanced(451, 3, 0, "The server could not do this; try again later");

    /// <summary>One for each address: who is named twice by the same one gets one copy.</summary>
    private static Dictionary<MailPath, Delivery> Deliveries(LmtpSession session, LmtpTransaction transaction)
    {
        var address = IPAddress.TryParse(session.Connection.Peer, out var parsed) ? parsed : null;
        var service = session.Service;
        var date = service.Time.GetLocalNow();

        // RFC 3848, RFC 6531 §4.3.
        var protocol = $"{(transaction.IsUtf8 ? "UTF8" : "")}LMTP{(session.Connection.IsEncrypted ? "S" : "")}";
        var origin = new TraceOrigin(session.Client ?? "", address, protocol);
        var actor = new Actor("", "lmtp", session.Connection.Peer);
        var deliveries = new Dictionary<MailPath, Delivery>();
        foreach (var recipient in transaction.Recipients)
        {
            if (deliveries.ContainsKey(recipient.Path))
                continue;
            var trace = new TraceFields(transaction.ReversePath, recipient.Path, origin, service.Options.HostName, session.NextDeliveryId(), date);
            deliveries.Add(recipient.Path, new Delivery(service.Store, recipient, trace, actor, service.Logger));
        }

        return deliveries;
    }
}
