using System.Buffers.Binary;
using System.Text;

namespace Postfach.Retrieval;

/// <summary>Asks a SOCKS5 proxy for a connection, by the host's name, without a log-in. RFC 1928.</summary>
internal static class Socks5
{
    private const byte Version = 5, NoAuthentication = 0, Connect = 1, DomainName = 3;

    private static readonly string[] Refusals =
        ["", "a fault of the proxy", "it is not allowed", "the network cannot be reached", "the host cannot be reached", "nobody listens there", "it took too long"];

    /// <exception cref="ProviderException">The proxy will not.</exception>
    /// <exception cref="IOException">The connection ended.</exception>
    public static async Task ConnectAsync(Stream proxy, string host, int port, CancellationToken ct)
    {
        await proxy.WriteAsync(new byte[] { Version, 1, NoAuthentication }, ct);
        var reply = new byte[4];
        await proxy.ReadExactlyAsync(reply.AsMemory(0, 2), ct);
        if (reply[0] != Version || reply[1] != NoAuthentication)
            throw new ProviderException(ProviderFault.Unreachable, "The proxy is no SOCKS5 proxy, or wants a log-in.");
        var name = Encoding.ASCII.GetBytes(host);
        var request = new byte[7 + name.Length];
        (request[0], request[1], request[3], request[4]) = (Version, Connect, DomainName, checked((byte)name.Length));
        name.CopyTo(request, 5);
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(^2), checked((ushort)port));
        await proxy.WriteAsync(request, ct);
        await proxy.ReadExactlyAsync(reply, ct);
        if (reply[1] != 0)
            throw new ProviderException(ProviderFault.Unreachable, $"The proxy does not connect to {host}:{port}: {(reply[1] < Refusals.Length ? Refusals[reply[1]] : "it does not say why")}.");

        // Its own address follows, which nobody needs.
        var length = reply[3] switch { 1 => 4, 4 => 16, _ => await LengthAsync(proxy, ct) };
        await proxy.ReadExactlyAsync(new byte[length + 2], ct);
    }

    private static async Task<int> LengthAsync(Stream proxy, CancellationToken ct)
    {
        var length = new byte[1];
        await proxy.ReadExactlyAsync(length, ct);
        return length[0];
    }
}
