using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Postfach.Protocol.Lines;

namespace Postfach.Protocol.Lmtp;

/// <summary>What a delivery writes in front of a message: Return-Path, Delivered-To and Received. RFC 5321 §4.4.</summary>
/// <param name="Client">The name that the client gave itself with LHLO.</param>
/// <param name="ClientAddress">Null over a Unix socket.</param>
/// <param name="Host">This server's name.</param>
/// <param name="Protocol">How it came: <c>LMTP</c>, with <c>UTF8</c> in front or <c>S</c> behind. RFC 3848, RFC 6531 §4.3.</param>
/// <param name="Id">Names the delivery in the log; an atom.</param>
public sealed record TraceFields(
    MailPath ReversePath, MailPath Recipient, string Client, IPAddress? ClientAddress, string Host, string Protocol, string Id, DateTimeOffset Date)
{
    /// <summary>More octets than these fields ever have: three paths, two names and a few words.</summary>
    public const int MaxLength = 16 * 1024;

    public void WriteTo(IBufferWriter<byte> output)
    {
        Line(output, $"Return-Path: <{ReversePath}>");
        Line(output, $"Delivered-To: {Recipient}");
        Line(output, $"Received: from {Client}{AddressComment}");
        Line(output, $" by {Host} with {Protocol} id {Id}");
        Line(output, $" for <{Recipient}>;");
        Line(output, $" {DateText}");
    }

    // RFC 5321 §4.1.3, §4.4: TCP-info is an address literal; IPv6 has a tag in front.
    private string AddressComment => ClientAddress switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => $" ([{ClientAddress.MapToIPv4()}])",
        { AddressFamily: AddressFamily.InterNetworkV6 } => $" ([IPv6:{WithoutScope(ClientAddress)}])",
        _ => $" ([{ClientAddress}])",
    };

    // RFC 5322 §3.3: the zone is written without a colon.
    private string DateText =>
        Date.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + Date.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);

    private static IPAddress WithoutScope(IPAddress address) => new(address.GetAddressBytes());

    private static void Line(IBufferWriter<byte> output, string text)
    {
        output.WriteText(text);
        output.Write("\r\n"u8);
    }
}
