using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Rules;

/// <summary>A source of a provider in memory, run once a day.</summary>
internal sealed class Days : SourceFixture
{
    private static readonly Actor Anna = new("anna", "test", "");

    private Days(SourceSettings settings, FakeProvider provider)
        : base(settings) => Provider = provider;

    public FakeProvider Provider { get; }

    public int Today => (Time.GetUtcNow() - Start).Days;

    public static async Task<Days> BeginAsync(string rule, FakeProvider? provider = null, Func<SourceSettings, SourceSettings>? with = null)
    {
        var settings = new SourceSettings { Protocol = SourceProtocol.Pop3, Host = "pop.example.org", Port = 995, User = "anna", Rule = RetentionRule.Parse(rule) };
        var days = new Days(with?.Invoke(settings) ?? settings, provider ?? new FakeProvider());
        await days.OpenAsync();
        return days;
    }

    public void Arrive(string name, int bytes = 400, string? mailbox = null, FlagSet? flags = null) => Provider.Arrive(name, Time.GetUtcNow(), bytes, mailbox, flags);

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

    public async Task FlagAsync(string name, MessageFlags flag = MessageFlags.Flagged)
    {
        var (mailbox, uid) = await FindAsync(name);
        await Account.StoreFlagsAsync(mailbox, UidSet.Range(uid, uid), new FlagChange(FlagOperation.Add, FlagSet.Of(flag, [])), unchangedSince: null, Anna, Ct);
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
    public void Confirm(int waiting) => Store.Sources.Change(Source, _ => BrakeRelease.Of(Source, waiting));

    public LedgerEntry Line(string name) => Account.Ledger.Mailboxes(Source.Id).SelectMany(m => Account.Ledger.Read(m.Id)).Single(e => e.Id == name);

    protected override Task<ProviderSession> OpenSessionAsync(Source source, CancellationToken ct) => Task.FromResult(Provider.Open());

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
