using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// Slows down who guesses passwords: by the client's address (IPv6: its /64) and by the user's name, over all protocols together. It lives in memory, in
/// bounds, and forgets with time. Loopback and Unix sockets have no address here, as a web mailer would bring all its users from there. Any thread may call.
/// </summary>
public sealed class LogInGuard
{
    private readonly LogInGuardOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly FailureTable _addresses;
    private readonly FailureTable _users;

    // Who has logged in from where: they do not wait for what somebody guesses elsewhere.
    private readonly RecentTable<bool> _known;

    internal LogInGuard(LogInGuardOptions options, TimeProvider time, ILogger logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        _addresses = new FailureTable(options, options.AddressDelay, time);
        _users = new FailureTable(options, options.UserDelay, time);
        _known = new RecentTable<bool>(options.Remembered);
    }

    /// <summary>How many keys are remembered, of both kinds.</summary>
    internal int Count => _addresses.Count + _users.Count;

    /// <summary>Call it before a password is checked. It waits as long as earlier failures make it, without holding a thread.</summary>
    /// <param name="peer">The client's IP address, or another word where there is none.</param>
    /// <returns>False: too many from this address wait already; the password must not be checked, and the client may come again later.</returns>
    public async ValueTask<bool> WaitAsync(string name, string peer, CancellationToken ct)
    {
        if (DelayOf(name, peer) is not { } delay)
            return false;
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, _time, ct);
        return true;
    }

    /// <summary>The password was wrong, or there is no such user.</summary>
    public void Failed(string name, string peer)
    {
        var (address, user) = (AddressOf(peer), UserOf(name));
        bool slowsAddress, slowsUser;
        lock (_gate)
        {
            slowsAddress = address is not null && _addresses.Add(address);
            slowsUser = user is not null && _users.Add(user);
        }

        if (slowsAddress)
            Log.AddressSlowed(_logger, address ?? "", _options.FreeFailures);
        if (slowsUser)
            Log.UserSlowed(_logger, user ?? "", _options.FreeFailures);
    }

    /// <summary>The password was right. What was wrong before is not forgotten by it: who guesses may have an account of their own.</summary>
    public void Succeeded(string name, string peer)
    {
        lock (_gate)
            _known.Set($"{UserOf(name)} {AddressOf(peer)}", true);
    }

    private TimeSpan? DelayOf(string name, string peer)
    {
        var (address, user) = (AddressOf(peer), UserOf(name));
        lock (_gate)
        {
            var isKnown = _known.TryGet($"{user} {address}", out _) && address is not null;
            var byUser = user is null || isKnown ? TimeSpan.Zero : _users.DelayOf(user);
            if (address is null)
                return byUser;
            return _addresses.Queue(address) is { } byAddress ? byAddress > byUser ? byAddress : byUser : null;
        }
    }

    // What cannot be a name has no password to guess.
    private static string? UserOf(string name) => UserName.TryParse(name, out var user, out _) ? user.Value : null;

    private static string? AddressOf(string peer)
    {
        if (!IPAddress.TryParse(peer, out var address) || IPAddress.IsLoopback(address))
            return null;
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
