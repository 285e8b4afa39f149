using System.Collections.Immutable;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Who can log in. Any thread may call; a change is durable when its task ends.</summary>
public sealed class UserDirectory
{
    private readonly RegistryFile _registry;
    private readonly StoreOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _changing = new();
    private volatile ImmutableSortedDictionary<string, Entry> _users;

    internal UserDirectory(RegistryFile registry, StoreOptions options, TimeProvider time)
    {
        (_registry, _options, _time) = (registry, options, time);
        _users = registry.ReadUsers().ToImmutableSortedDictionary(u => u.User.Name.Value, u => new Entry(u.User, u.Passwords), StringComparer.Ordinal);
    }

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<User> List() => [.. _users.Values.Select(e => e.User)];

    public User? Find(UserName name) => _users.GetValueOrDefault(name.Value)?.User;

    /// <summary>Adds a user with an account of their own.</summary>
    /// <returns>Null when there is one of that name.</returns>
    /// <exception cref="FormatException">SASLprep forbids the password.</exception>
    public async Task<User?> AddAsync(UserName name, string password, CancellationToken ct)
    {
        var records = await DeriveAsync(password, ct);
        lock (_changing)
        {
            if (Find(name) is not null)
                return null;
            var user = new User(name, _registry.InsertUser(name, records, _time.GetUtcNow()));
            _users = _users.Add(name.Value, new Entry(user, records));
            return user;
        }
    }

    /// <summary>Ends a user's log-in. The account's file stays in the data folder.</summary>
    /// <returns>False when there is none of that name.</returns>
    public bool Remove(UserName name) => Remove(name, withMail: false) is not null;

    /// <summary>Ends a user's log-in; that the account's mail is to go is durable too.</summary>
    /// <returns>Who it was; null when there is none of that name.</returns>
    internal User? RemoveWithMail(UserName name) => Remove(name, withMail: true);

    /// <summary>Gives a user another password.</summary>
    /// <returns>False when there is none of that name.</returns>
    /// <exception cref="FormatException">SASLprep forbids the password.</exception>
    public async Task<bool> SetPasswordAsync(UserName name, string password, CancellationToken ct)
    {
        var records = await DeriveAsync(password, ct);
        lock (_changing)
        {
            if (Find(name) is not { } user)
                return false;
            _registry.ReplacePasswords(user.Account, records);
            _users = _users.SetItem(name.Value, new Entry(user, records));
            return true;
        }
    }

    internal (User User, IReadOnlyList<PasswordRecord> Passwords)? FindWithPasswords(UserName name) =>
        _users.TryGetValue(name.Value, out var entry) ? (entry.User, entry.Passwords) : null;

    private User? Remove(UserName name, bool withMail)
    {
        lock (_changing)
        {
            if (Find(name) is not { } user)
                return null;
            _registry.DeleteUser(user.Account, withMail);
            _users = _users.Remove(name.Value);
            return user;
        }
    }

    private async Task<IReadOnlyList<PasswordRecord>> DeriveAsync(string password, CancellationToken ct)
    {
        if (!SaslPrep.TryPrepare(password, out var prepared))
            throw new FormatException("The password has characters that no log-in can send (control characters, unassigned code points).");
        return await Task.WhenAll(new[] { PasswordRecord.ScramSha256, PasswordRecord.ScramSha1 }.Select(
            mechanism => Task.Run(() => PasswordRecord.Create(mechanism, prepared, _options.PasswordIterations), ct)));
    }

    private sealed record Entry(User User, IReadOnlyList<PasswordRecord> Passwords);
}
