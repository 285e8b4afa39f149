using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Rules;

/// <summary>A source of an account in a real store, run once a day of a clock that only the test moves.</summary>
internal sealed class Days : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    private const string Name = "provider";

    private static readonly Actor Anna = new("anna", "test", "");

    private readonly TempFolder _folder = new();
    private MailStore _store;
    private AccountLease? _lease;

    private Days(FakeProvider provider)
    {
        Provider = provider;
        _store = OpenStore();
    }

    public FakeProvider Provider { get; }

    public FakeTimeProvider Time { get; } = new(Start);

    public Account Account => _lease!.Account; // from the start on

    public MailStore Store => _store;

    public Source Source => _store.Sources.Find(Name)!; // added at the start

    public int Today => (Time.GetUtcNow() - Start).Days;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Days> BeginAsync(string rule, FakeProvider? provider = null, Func<SourceSettings, SourceSettings>? with = null)
    {
        var days = new Days(provider ?? new FakeProvider());
        var settings = new SourceSettings { Protocol = SourceProtocol.Pop3, Host = "pop.example.org", Port = 995, User = "anna", Rule = RetentionRule.Parse(rule) };
        days._lease = await days._store.OpenAsync(new AccountId(1), Ct);
        Assert.True(days._store.Sources.Add(Name, new AccountId(1), with?.Invoke(settings) ?? settings, default));
        return days;
    }

    public void Arrive(string name, int bytes = 400, string? mailbox = null, FlagSet? flags = null) => Provider.Arrive(name, Time.GetUtcNow(), bytes, mailbox, flags);

    public async Task<RunReport> RunAsync(bool dryRun = false) =>
        await new SourceRun(_store, Source, (_, _) => Task.FromResult(Provider.Open()), progress: null, Time, NullLogger.Instance).RunAsync(dryRun, Ct);

    /// <summary>Lets days pass, each with what happens on it and a run after that.</summary>
    /// <returns>The day on which each message was gone from the provider; those that stayed are missing.</returns>
    public async Task<IReadOnlyDictionary<string, int>> PlayAsync(int days, Func<int, Task> happens)
    {
        var left = new Dictionary<string, int>();
        var seen = new HashSet<string>();
        for (var end = Today + days; Today < end; Time.Advance(TimeSpan.FromDays(1)))
        {
            await happens(Today);
            seen.UnionWith(Provider.There);
            Assert.Null((await RunAsync()).Error);
            foreach (var gone in seen.Except(Provider.There).Where(n => !left.ContainsKey(n)))
                left[gone] = Today;
        }

        return left;
    }

    public Task ReadAsync(string name) => FlagAsync(name, MessageFlags.Seen);

    public Task FlagAsync(string name, MessageFlags flag = MessageFlags.Flagged) => ChangeAsync(name, FlagChange.Add(FlagSet.Of(flag)));

    public async Task ChangeAsync(string name, FlagChange change)
    {
        var (mailbox, uid) = await FindAsync(name);
        await Account.StoreFlagsAsync(mailbox, UidSet.Range(uid, uid), change, unchangedSince: null, Anna, Ct);
    }

    /// <summary>The flags of a message that is here.</summary>
    public async Task<FlagSet> FlagsAsync(string name)
    {
        var (mailbox, uid) = await FindAsync(name);
        var opened = (await Account.OpenMailboxAsync(Account.Mailboxes.ByName.Values.Single(m => m.Id == mailbox).Name, Ct))!; // It was found in it
        return opened.Current.TryGet(uid, out var message) ? message.Flags : throw new InvalidOperationException($"{name} went.");
    }

    public async Task DeleteAsync(params string[] names)
    {
        foreach (var name in names)
        {
            var (mailbox, uid) = await FindAsync(name);
            await Account.ExpungeAsync(mailbox, UidSet.Range(uid, uid), onlyDeleted: false, Anna, Ct);
        }
    }

    public async Task MoveAsync(string name, string to)
    {
        var (mailbox, uid) = await FindAsync(name);
        await Account.MoveAsync(mailbox, UidSet.Range(uid, uid), MailboxName.Parse(to), Anna, Ct);
    }

    /// <summary>A person says that what waits may go.</summary>
    public void Confirm(int waiting) => _store.Sources.Change(Source, _ => BrakeRelease.Of(Source, waiting));

    public LedgerEntry Line(string name) => Account.Ledger.Mailboxes(Source.Id).SelectMany(m => Account.Ledger.Read(m.Id)).Single(e => e.Id == name);

    /// <summary>The account's files are lost.</summary>
    public async Task LoseAccountAsync()
    {
        _lease?.Dispose();
        await _store.DisposeAsync();
        Directory.Delete(Path.Combine(_folder.Path, "accounts"), recursive: true);
        _store = OpenStore();
        _lease = await _store.OpenAsync(new AccountId(1), Ct);
    }

    public async ValueTask DisposeAsync()
    {
        _lease?.Dispose();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private MailStore OpenStore() =>
        MailStore.Open(new StoreOptions { DataFolder = _folder.Path, PasswordIterations = 4096, WriterThreads = 1 }, Time, NullLoggerFactory.Instance);

    // Wherever it lies.
    private async Task<(MailboxId Mailbox, Uid Uid)> FindAsync(string name)
    {
        var body = Line(name).Body;
        foreach (var mailbox in Account.Mailboxes.ByName.Values)
        {
            foreach (var message in (await Account.OpenMailboxAsync(mailbox.Name, Ct))!.Current.Messages()) // there, as it is listed
            {
                if (message.Body == body)
                    return (mailbox.Id, message.Uid);
            }
        }

        throw new InvalidOperationException($"{name} is not here.");
    }
}
