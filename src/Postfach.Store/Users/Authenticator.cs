using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// Tells whether a name and a password belong together. A log-in that succeeded a moment ago is known again without the slow derivation: a keyed hash of
/// it is held in memory for a short while, and stands only as long as the user's password record is the very same one. Any thread may call.
/// </summary>
public sealed class Authenticator
{
    private const int MaxRemembered = 100_000;

    private readonly UserDirectory _users;
    private readonly StoreOptions _options;
    private readonly TimeProvider _time;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, Remembered> _remembered = new(StringComparer.Ordinal);

    // Of the salts of those who have no record.
    private readonly byte[] _saltKey;

    private int _derivations;

    // What a name that nobody has is checked against, so that it takes as long as one that somebody has.
    private readonly PasswordRecord _nobody;

    // The derivation keeps a core busy: more at once than cores would only make all of them late.
    private readonly TaskScheduler _deriving = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, Environment.ProcessorCount).ConcurrentScheduler;

    /// <summary>How often the slow derivation was paid.</summary>
    internal int Derivations => _derivations;

    internal Authenticator(UserDirectory users, StoreOptions options, TimeProvider time, byte[] saltKey)
    {
        (_users, _options, _time, _saltKey) = (users, options, time, saltKey);
        _nobody = new PasswordRecord(PasswordRecord.ScramSha256, options.PasswordIterations, RandomNumberGenerator.GetBytes(16), new byte[32], new byte[32]);
    }

    /// <summary>The user, or null when name and password do not belong together; an unknown name takes as long as a wrong password.</summary>
    public async ValueTask<User?> LogInAsync(string name, string password, CancellationToken ct)
    {
        var found = UserName.TryParse(name, out var userName, out _) ? _users.FindWithPasswords(userName) : null;
        var record = found?.Passwords.FirstOrDefault(p => p.Mechanism == PasswordRecord.ScramSha256);
        var isPrepared = SaslPrep.TryPrepare(password, out var prepared);
        var hash = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(prepared));
        if (record is not null && Knows(userName, record, hash))
            return found?.User;
        Interlocked.Increment(ref _derivations);
        if (!await Task.Factory.StartNew(() => (record ?? _nobody).Matches(prepared), ct, TaskCreationOptions.None, _deriving) || record is null || !isPrepared)
            return null;
        Remember(userName, record, hash);
        return found?.User;
    }

    /// <summary>
    /// What a SCRAM exchange is checked against. For a name that nobody has, and for a user without a record of this mechanism, it is one that looks like
    /// others, has the same salt each time and no password. RFC 5802 §9.
    /// </summary>
    public PasswordRecord RecordFor(string name, string mechanism)
    {
        var isName = UserName.TryParse(name, out var userName, out _);
        var record = isName ? _users.FindWithPasswords(userName)?.Passwords.FirstOrDefault(p => p.Mechanism == mechanism) : null;

        // Made in either case, so that it takes the same time.
        var digest = HMACSHA256.HashData(_saltKey, Encoding.UTF8.GetBytes($"{mechanism} {(isName ? userName.Value : name)}"));
        var keyBytes = mechanism == PasswordRecord.ScramSha1 ? SHA1.HashSizeInBytes : SHA256.HashSizeInBytes;
        return record ?? new PasswordRecord(
            mechanism, _options.PasswordIterations, digest[..PasswordRecord.SaltBytes], new byte[keyBytes], new byte[keyBytes]);
    }

    private bool Knows(UserName name, PasswordRecord record, byte[] hash) =>
        _remembered.TryGetValue(name.Value, out var last)
        && ReferenceEquals(last.Record, record)
        && _time.GetElapsedTime(last.At) < _options.LogInMemory
        && CryptographicOperations.FixedTimeEquals(last.Hash, hash);

    private void Remember(UserName name, PasswordRecord record, byte[] hash)
    {
        if (_remembered.Count >= MaxRemembered)
            _remembered.Clear();
        _remembered[name.Value] = new Remembered(record, hash, _time.GetTimestamp());
    }

    private sealed record Remembered(PasswordRecord Record, byte[] Hash, long At);
}
