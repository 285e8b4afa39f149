using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Postfach.Retrieval;

/// <summary>Asks a SOCKS5 proxy for a connection, by the host's name, so that the proxy looks it up. RFC 1928, RFC 1929.</summary>
internal static class Socks5
{
    private const byte Version = 5, LogInVersion = 1, NoAuthentication = 0, UserAndPassword = 2, Connect = 1;

    private const byte IPv4 = 1, DomainName = 3, IPv6 = 4;

    // RFC 1928 §6, from 1 on. What the proxy will not do at all is not tried again.
    private static readonly (ProviderFault Fault, string Why)[] Refusals =
    [
        (ProviderFault.Unreachable, "it has a fault"),
        (ProviderFault.Protocol, "its rules do not allow it"),
        (ProviderFault.Unreachable, "it does not reach the network"),
        (ProviderFault.Unreachable, "it does not reach the host, or does not know its name"),
        (ProviderFault.Unreachable, "nobody listens there"),
        (ProviderFault.Unreachable, "it took too long"),
        (ProviderFault.Protocol, "it makes no connections for others"),
        (ProviderFault.Protocol, "it does not take this kind of address"),
    ];

    /// <param name="proxy">A connection to it.</param>
    /// <param name="logIn">For the proxy; null: as nobody.</param>
    /// <exception cref="ProviderException">The proxy will not.</exception>
    /// <exception cref="IOException">The connection ended.</exception>
    public static async Task ConnectAsync(Stream proxy, string host, int port, NetworkCredential? logIn, CancellationToken ct)
    {
        await proxy.WriteAsync(logIn is null ? new byte[] { Version, 1, NoAuthentication } : [Version, 2, NoAuthentication, UserAndPassword], ct);
        switch (await ReadAsync(proxy, 2, ct))
        {
            case [Version, NoAuthentication]:
                break;
            case [Version, UserAndPassword] when logIn is not null:
                await LogInAsync(proxy, logIn, ct);
                break;
            case [Version, _]:
                throw new ProviderException(
                    ProviderFault.NoSecret,
                    "The proxy wants a log-in, of a kind that it was not offered; for user and password there are --proxy socks5://USER@HOST:PORT and --proxy-password-file.");
            default:
                throw new ProviderException(ProviderFault.Protocol, "The proxy does not speak SOCKS5.");
        }

        var target = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(target, checked((ushort)port));
        await proxy.WriteAsync((byte[])[Version, Connect, 0, .. AddressOf(host), .. target], ct);
        await ReadReplyAsync(proxy, string.Create(CultureInfo.InvariantCulture, $"{host}:{port}"), ct);
    }

    // RFC 1929 §2.
    private static async Task LogInAsync(Stream proxy, NetworkCredential logIn, CancellationToken ct)
    {
        var (user, password) = (Encoding.UTF8.GetBytes(logIn.UserName), Encoding.UTF8.GetBytes(logIn.Password));
        if (user.Length > byte.MaxValue || password.Length > byte.MaxValue)
            throw new ProviderException(ProviderFault.NoSecret, "The name or the password for the proxy is longer than 255 bytes, which SOCKS5 cannot say.");
        await proxy.WriteAsync((byte[])[LogInVersion, (byte)user.Length, .. user, (byte)password.Length, .. password], ct);
        if (await ReadAsync(proxy, 2, ct) is not [_, 0])
            throw new ProviderException(ProviderFault.LogInRefused, $"The proxy refuses the log-in of {logIn.UserName}.");
    }

    private static async Task ReadReplyAsync(Stream proxy, string target, CancellationToken ct)
    {
        var reply = await ReadAsync(proxy, 4, ct);
        if (reply[0] != Version)
            throw new ProviderException(ProviderFault.Protocol, "The proxy does not speak SOCKS5.");
        if (reply[1] != 0)
        {
            var (fault, why) = reply[1] <= Refusals.Length ? Refusals[reply[1] - 1] : (ProviderFault.Unreachable, "it does not say why");
            throw new ProviderException(fault, $"The proxy does not connect to {target}: {why}.");
        }

        // Its own address follows, which nobody needs; what comes behind it is the provider's.
        var length = reply[3] switch
        {
            IPv4 => 4,
            IPv6 => 16,
            DomainName => (await ReadAsync(proxy, 1, ct))[0],
            var kind => throw new ProviderException(ProviderFault.Protocol, $"The proxy tells an address of a kind that there is not ({kind}): where its reply ends cannot be known."),
        };
        await ReadAsync(proxy, length + 2, ct);
    }

    private static byte[] AddressOf(string host)
    {
        if (IPAddress.TryParse(host, out var address))
            return [address.AddressFamily == AddressFamily.InterNetworkV6 ? IPv6 : IPv4, .. address.GetAddressBytes()];
        try
        {
            var name = Encoding.ASCII.GetBytes(new IdnMapping().GetAscii(host));
            return [DomainName, checked((byte)name.Length), .. name];
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            throw new ProviderException(ProviderFault.UnknownHost, $"There can be no host {host}; look at how its name is written.", e);
        }
    }

    private static async Task<byte[]> ReadAsync(Stream proxy, int count, CancellationToken ct)
    {
        var bytes = new byte[count];
        await proxy.ReadExactlyAsync(bytes, ct);
        return bytes;
    }
}
