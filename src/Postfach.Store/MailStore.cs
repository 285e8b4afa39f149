using Microsoft.Extensions.Logging;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// The data folder: users in <c>postfach.db</c>, one file an account below <c>accounts</c>. One process owns it, by a lock. Any thread may call.
/// </summary>
public sealed class MailStore : IAsyncDisposable
{
    /// <summary>Beside the mail of each account; files whose names begin so belong to it.</summary>
    public const string IndexFileName = "search.db";

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly FileStream _lock;
    private readonly RegistryFile _registry;
    private readonly WriterPool _writers;
    private readonly FeedWorker _followers;
    private readonly OpenAccounts _accounts;

    private MailStore(StoreOptions options, TimeProvider time, ILogger logger, FileStream folderLock, RegistryFile registry)
    {
        (Options, _time, _logger, _lock, _registry) = (options, time, logger, folderLock, registry);
        _writers = new WriterPool(options.WriterThreads);
        _followers = new FeedWorker(time, logger);
        ThreadMemory = new ThreadMemory(time, ThreadMemory.DefaultMaxBytes);
        _accounts = new OpenAccounts(OpenFile, options.MaxIdleAccounts);
        Users = new UserDirectory(registry, options, time);
        Sources = new SourceDirectory(registry.Sources);
        Authenticator = new Authenticator(Users, options, time, Secret("salts of unknown users"));
        Guard = new LogInGuard(options.LogIn, time, logger);
    }

    public StoreOptions Options { get; }

    public UserDirectory Users { get; }

    /// <summary>Where mail is fetched from.</summary>
    public SourceDirectory Sources { get; }

    public Authenticator Authenticator { get; }

    public LogInGuard Guard { get; }

    internal ThreadMemory ThreadMemory { get; }

    /// <summary>How far the search indexes are.</summary>
    public IndexProgress IndexProgress => _followers.Progress;

    /// <summary>Opens the data folder, which it makes when it is missing, and locks it.</summary>
    /// <exception cref="DataFolderInUseException">Another process has it.</exception>
    /// <exception cref="StoreException">It cannot be used; the message says why.</exception>
    public static MailStore Open(StoreOptions options, TimeProvider time, ILoggerFactory logs)
    {
        var folderLock = DataFolder.Lock(options.DataFolder);
        try
        {
            var registry = RegistryFile.Open(Path.Combine(options.DataFolder, "postfach.db"));
            var store = new MailStore(options, time, logs.CreateLogger("Postfach.Store"), folderLock, registry);
            store.FinishRemovals();
            return store;
        }
        catch (StoreException)
        {
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>Opens an account, or joins those who use it.</summary>
    /// <exception cref="StoreException">Its file cannot be used.</exception>
    public ValueTask<AccountLease> OpenAsync(AccountId account, CancellationToken ct) => _accounts.LeaseAsync(account, ct);

    /// <summary>
    /// Ends a user's log-in and removes the mail, durably. The user is gone first, and nobody gets a lease on the account any more; the mail goes once the
    /// leases that there are have ended. What is cancelled or breaks off on the way is finished when the store is opened the next time.
    /// </summary>
    /// <param name="endSessions">Makes those who hold leases give them up; it need not wait until they have.</param>
    /// <returns>False when there is no such user.</returns>
    /// <exception cref="StoreException">The files could not be removed.</exception>
    public async Task<bool> RemoveUserWithMailAsync(UserName name, Func<UserName, Task> endSessions, CancellationToken ct)
    {
        if (Users.RemoveWithMail(name) is not { Account: var account })
            return false;
        var retiring = _accounts.RetireAsync(account, ct);
        await endSessions(name);
        await retiring;
        DeleteMail(account);
        return true;
    }

    /// <summary>A key of this data folder's own, made when it is first asked for: 32 random bytes.</summary>
    public byte[] Secret(string name) => _registry.Secret(name, () => System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    /// <summary>Ends the grace of expunged messages in the accounts that are open. Meant to be called now and then.</summary>
    public async Task EndGraceAsync(CancellationToken ct)
    {
        await foreach (var (lease, unseenSince) in _accounts.LeaseOpenAsync().WithCancellation(ct))
        {
            using (lease)
                await lease.Account.EndGraceAsync(unseenSince, ct);
        }
    }

    /// <summary>Lets go of what was kept in memory for those who ask again, and nobody has asked for in a while. Quick: meant to be called often.</summary>
    /// <returns>Whether there was any.</returns>
    public bool LetGoOfUnused() => ThreadMemory.LetGoOfUnused();

    /// <summary>Writes what waits, closes every account, gives the folder free. Leases must have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _followers.DisposeAsync();
        await _accounts.CloseAsync();
        _writers.Dispose();
        _registry.Dispose();
        await _lock.DisposeAsync();
    }

    internal Task WaitForClosingsAsync() => _accounts.WaitForClosingsAsync();

    private string AccountsFolder => Path.Combine(Options.DataFolder, "accounts");

    private string FolderOf(AccountId account) => Path.Combine(AccountsFolder, account.ToString());

    private void DeleteMail(AccountId account)
    {
        try
        {
            if (Directory.Exists(FolderOf(account)))
            {
                Directory.Delete(FolderOf(account), recursive: true);
                FolderSync.Flush(AccountsFolder);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The mail in {FolderOf(account)} could not be removed: {fault.Message} It is tried again at the next start.", fault);
        }

        _registry.ForgetAccount(account);
        Log.AccountRemoved(_logger, account.Value);
    }

    private void FinishRemovals()
    {
        foreach (var account in _registry.ReadRemovals())
        {
            try
            {
                DeleteMail(account);
            }
            catch (StoreException fault)
            {
                Log.AccountNotRemoved(_logger, account.Value, fault);
            }
        }
    }

    private Account OpenFile(AccountId account) =>
        Account.Open(new AccountParts(account, FolderOf(account), Options, _time, _logger, new AccountMarks(_registry, account), ThreadMemory), _writers, _followers);
}
