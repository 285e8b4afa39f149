using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Postfach.Mail;
using Postfach.Protocol.Lmtp;
using Postfach.Store;

namespace Postfach.Server.Deliveries;

/// <summary>Deliveries that a program of this machine hands over by itself, without LMTP. Any thread may call.</summary>
/// <param name="hostName">This server's name, for the Received field.</param>
public sealed class LocalDeliveries(MailStore store, string hostName, TimeProvider time, ILogger<LocalDeliveries> logger)
{
    private const int IdBytes = 5;

    /// <summary>Begins the delivery of one message.</summary>
    /// <param name="recipient">A user's name, or an address of the user's with a detail.</param>
    /// <param name="mailbox">Where it goes, instead of where the detail says; INBOX where there is none of that name.</param>
    /// <param name="sender">Where reports on the message go; null: not known, and no Return-Path is written.</param>
    /// <returns>Null: there is no such user.</returns>
    public async Task<Delivery?> BeginAsync(string recipient, string? mailbox, MailPath? sender)
    {
        var path = MailPath.TryParse(recipient, out var parsed) ? parsed : new MailPath(recipient, "");
        if (RecipientLookup.Find(store.Users, path) is not { } found)
        {
            logger.RecipientUnknown(path);
            return null;
        }

        var trace = new TraceFields(sender, path, Origin: null, hostName, RandomNumberGenerator.GetHexString(2 * IdBytes, lowercase: true), time.GetLocalNow());
        var delivery = new Delivery(store, found with { Mailbox = mailbox ?? found.Mailbox }, trace, new Actor("", "deliver", ""), logger);
        await delivery.BeginAsync();
        return delivery;
    }
}
