using System.Net.Sockets;

namespace Postfach.Server.Listeners;

/// <summary>
/// Linux keeps an acknowledgement back for some 40 ms, in the hope of an answer that could carry it. A client that sends a message's end by itself, and has
/// not switched Nagle's algorithm off, keeps that end back until the acknowledgement comes. RFC 9293 §3.7.4, §3.8.6.3.
/// </summary>
internal static class QuickAcknowledgement
{
    // From linux/in.h and linux/tcp.h; .NET has no name for the option.
    private const int Tcp = 6, TcpQuickAck = 12;

    private static readonly byte[] On = BitConverter.GetBytes(1);

    /// <summary>Once: the system goes back to its ways by itself.</summary>
    public static void Ask(Socket socket)
    {
        try
        {
            socket.SetRawSocketOption(Tcp, TcpQuickAck, On);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The connection is over, as whoever reads next is told; or it is only slower than it could be.
        }
    }
}
