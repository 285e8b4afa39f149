using System.Net.Sockets;

namespace Postfach.Server.Listeners;

/// <summary>An address cannot be listened on; the message says which, why, and what to do.</summary>
public sealed class ListenException(ListenAddress address, SocketError error)
    : Exception($"Cannot listen on {address}: {Explain(error)}.")
{
    public SocketError Error { get; } = error;

    private static string Explain(SocketError error) => error switch
    {
        SocketError.AddressAlreadyInUse => "another program has it; stop that program or choose another address with --listen",
        SocketError.AccessDenied => "this user may not; choose a port from 1024 up, or a folder that this user may write",
        SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported => "this machine does not have that address; choose one that it has",
        _ => $"the system says {error}; choose another address with --listen",
    };
}
