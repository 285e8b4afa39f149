using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Postfach.Server.Listeners;

/// <summary>Where to listen for what: <c>imap=127.0.0.1:1143</c>, <c>imaps=*:993</c>, <c>lmtp=unix:/run/postfach/lmtp.sock</c>.</summary>
/// <param name="Name">imap, imaps, pop3, pop3s or lmtp.</param>
/// <param name="ImplicitTls">TLS from the first byte. RFC 8314 §3.</param>
public sealed record ListenAddress(string Name, MailProtocol Protocol, bool ImplicitTls, EndPoint EndPoint)
{
    private const string UnixPrefix = "unix:";

    /// <summary>Loopback on ports that need no rights.</summary>
    public static readonly IReadOnlyList<ListenAddress> Defaults =
    [
        new("imap", MailProtocol.Imap, false, new IPEndPoint(IPAddress.Loopback, 1143)),
        new("imaps", MailProtocol.Imap, true, new IPEndPoint(IPAddress.Loopback, 1993)),
        new("pop3", MailProtocol.Pop3, false, new IPEndPoint(IPAddress.Loopback, 1110)),
        new("pop3s", MailProtocol.Pop3, true, new IPEndPoint(IPAddress.Loopback, 1995)),
        new("lmtp", MailProtocol.Lmtp, false, new IPEndPoint(IPAddress.Loopback, 1024)),
    ];

    /// <summary>The part after the <c>=</c>: <c>127.0.0.1:1143</c> or <c>unix:PATH</c>.</summary>
    public string Place => EndPoint is UnixDomainSocketEndPoint unix ? UnixPrefix + unix : EndPoint.ToString() ?? "";

    /// <summary>Reads <c>NAME=HOST:PORT</c>; HOST is an IP address, <c>localhost</c>, or <c>*</c> for every address; port 0 takes a free one.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ListenAddress? address, out string why)
    {
        address = null;
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? text : text[..equals];
        if (Defaults.FirstOrDefault(d => d.Name == name) is not { } kind)
        {
            why = $"'{name}' is not a listener; write {string.Join(", ", Defaults.Select(d => d.Name))}, then =HOST:PORT";
            return false;
        }

        var place = equals < 0 ? "" : text[(equals + 1)..];
        if (EndPointOf(kind, place, out why) is { } endPoint)
            address = kind with { EndPoint = endPoint };
        return address is not null;
    }

    public override string ToString() => $"{Name}={Place}";

    private static EndPoint? EndPointOf(ListenAddress kind, string place, out string why)
    {
        if (place.StartsWith(UnixPrefix, StringComparison.Ordinal))
            return UnixEndPoint(kind, place[UnixPrefix.Length..], out why);

        var colon = place.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(place.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            why = $"'{place}' has no port from 0 to 65535: write {kind.Name}=HOST:PORT, such as {kind.Name}=127.0.0.1:{((IPEndPoint)kind.EndPoint).Port}";
            return null;
        }

        var address = AddressOf(place[..colon]);
        why = address is null ? $"'{place[..colon]}' is not an IP address (IPv6 in brackets), localhost, or * for every address" : "";
        return address is null ? null : new IPEndPoint(address, port);
    }

    private static IPAddress? AddressOf(string host) => host switch
    {
        "localhost" => IPAddress.Loopback,
        "*" => Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any,
        ['[', .. var inner, ']'] => IPAddress.TryParse(inner, out var v6) && v6.AddressFamily == AddressFamily.InterNetworkV6 ? v6 : null,
        // Four numbers: 127.1 and 2130706433 are addresses to the parser, and slips of the pen here.
        _ => host.Count(c => c == '.') == 3 && IPAddress.TryParse(host, out var v4) && v4.AddressFamily == AddressFamily.InterNetwork ? v4 : null,
    };

    private static UnixDomainSocketEndPoint? UnixEndPoint(ListenAddress kind, string path, out string why)
    {
        why = kind.Protocol != MailProtocol.Lmtp ? $"{kind.Name} cannot listen on a Unix socket, only lmtp can"
            : path.Length == 0 ? "unix: needs a path, such as lmtp=unix:/run/postfach/lmtp.sock"
            : "";
        if (why.Length > 0)
            return null;
        try
        {
            return new UnixDomainSocketEndPoint(Path.GetFullPath(path));
        }
        catch (ArgumentOutOfRangeException)
        {
            why = $"'{path}' is too long for a Unix socket: choose a path of at most 100 bytes";
            return null;
        }
    }
}
