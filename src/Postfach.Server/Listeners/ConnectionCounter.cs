using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Postfach.Mail;

namespace Postfach.Server.Listeners;

/// <summary>Counts the connections that are open: all, by address, by user. Thread-safe; each entry that was granted is left once.</summary>
public sealed class ConnectionCounter(ConnectionLimits limits)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _byAddress = [];
    private readonly Dictionary<UserName, int> _byUser = [];
    private int _all;

    /// <summary>False when one more would be too many.</summary>
    public bool TryEnter(EndPoint? remote)
    {
        var source = Source(remote);
        lock (_lock)
        {
            if (_all >= limits.Connections || (source is not null && !TryAdd(_byAddress, source, limits.ConnectionsPerAddress)))
                return false;
            _all++;
            return true;
        }
    }

    public void Leave(EndPoint? remote)
    {
        var source = Source(remote);
        lock (_lock)
        {
            _all--;
            if (source is not null)
                Remove(_byAddress, source);
        }
    }

    /// <summary>False when the user has as many as one may have.</summary>
    public bool TryEnter(UserName user)
    {
        lock (_lock)
            return TryAdd(_byUser, user, limits.ConnectionsPerUser);
    }

    public void Leave(UserName user)
    {
        lock (_lock)
            Remove(_byUser, user);
    }

    /// <summary>What is counted as one source; null for what comes from this machine.</summary>
    private static IPAddress? Source(EndPoint? remote)
    {
        if (remote is not IPEndPoint { Address: var address })
            return null;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address))
            return null;
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }

    private static bool TryAdd<TKey>(Dictionary<TKey, int> counts, TKey key, int most)
        where TKey : notnull
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _);
        if (count >= most)
            return false;
        count++;
        return true;
    }

    private static void Remove<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(counts, key);
        if (--count == 0)
            counts.Remove(key);
    }
}
