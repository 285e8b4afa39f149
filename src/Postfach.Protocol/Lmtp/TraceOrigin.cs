using System.Net;
using System.Net.Sockets;

namespace Postfach.Protocol.Lmtp;

/// <summary>Who gave this server a message, and how. RFC 5321 §4.4.</summary>
/// <param name="Client">The name that the client gave itself with LHLO.</param>
/// <param name="Address">Null over a Unix socket.</param>
/// <param name="Protocol">How it came: <c>LMTP</c>, with <c>UTF8</c> in front or <c>S</c> behind. RFC 3848, RFC 6531 §4.3.</param>
public sealed record TraceOrigin(string Client, IPAddress? Address, string Protocol)
{
    /// <summary>RFC 5321 §4.1.3, §4.4: TCP-info is an address literal; IPv6 has a tag in front.</summary>
    public override string ToString() => Address switch
    {
        null => Client,
        { IsIPv4MappedToIPv6: true } => $"{Client} ([{Address.MapToIPv4()}])",
        { AddressFamily: AddressFamily.InterNetworkV6 } => $"{Client} ([IPv6:{WithoutScope(Address)}])",
        _ => $"{Client} ([{Address}])",
    };

    private static IPAddress WithoutScope(IPAddress address) => new(address.GetAddressBytes());
}
