using System.Net;
using System.Net.Sockets;

namespace Postfach.Testing;

/// <summary>Ports of this machine on which nobody listens yet.</summary>
internal static class LoopbackPorts
{
    /// <summary>One for each name. All are bound at once, so that no two are the same.</summary>
    public static Dictionary<string, IPEndPoint> Free(params IReadOnlyList<string> names)
    {
        var listeners = names.Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(l => l.Start());
        var addresses = names.Zip(listeners, (name, l) => (name, (IPEndPoint)l.LocalEndpoint)).ToDictionary(p => p.name, p => p.Item2);
        listeners.ForEach(l => l.Dispose());
        return addresses;
    }
}
