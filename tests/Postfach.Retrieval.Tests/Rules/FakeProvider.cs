using System.Globalization;
using System.Text;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Rules;

/// <summary>A provider in memory: mailboxes with messages that come when the test says so and go when a session deletes them.</summary>
internal sealed class FakeProvider(bool isPop3 = true)
{
    public const string Inbox = "INBOX", Trash = "Bin";

    private readonly Dictionary<string, List<Copy>> _mailboxes = isPop3
        ? new() { [""] = [] }
        : new() { [Inbox] = [], ["Work"] = [], [Trash] = [] };

    private uint _lastUid;

    /// <summary>Bytes the mailboxes may have in all; null: it does not say.</summary>
    public long? LimitBytes { get; set; }

    /// <summary>The session's end is not confirmed.</summary>
    public bool BreaksAtEnd { get; set; }

    /// <summary>What happens to the program once all is deleted and before that is confirmed; null: nothing.</summary>
    public Exception? StrikesAtEnd { get; set; }

    public long Bytes => _mailboxes.Values.Sum(m => m.Sum(c => (long)c.Bytes.Length));

    /// <summary>Names of the messages that are there, in whatever mailbox.</summary>
    public IReadOnlyCollection<string> There => [.. _mailboxes.Values.SelectMany(m => m.Select(c => c.Name))];

    public IReadOnlyCollection<string> In(string mailbox) => [.. _mailboxes[mailbox].Select(c => c.Name)];

    public void Arrive(string name, DateTimeOffset at, int bytes = 400, string? mailbox = null, FlagSet? flags = null)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"From: a@example.org\r\nSubject: About {name}\r\nMessage-ID: <{name}@example.org>\r\n\r\n");
        var text = head + new string('x', Math.Max(0, bytes - head.Length - 2)) + "\r\n";
        _mailboxes[mailbox ?? (isPop3 ? "" : Inbox)].Add(new Copy(name, isPop3 ? name : Next(), Encoding.ASCII.GetBytes(text), at, flags));
    }

    public string Id(string name) => _mailboxes.Values.SelectMany(m => m).Single(c => c.Name == name).Id;

    /// <summary>Somebody changes a message's flags there.</summary>
    public void Flag(string name, FlagChange change)
    {
        var mailbox = _mailboxes.Values.Single(m => m.Any(c => c.Name == name));
        var place = mailbox.FindIndex(c => c.Name == name);
        mailbox[place] = mailbox[place] with { Flags = change.ApplyTo(mailbox[place].Flags ?? FlagSet.Empty) };
    }

    public ProviderSession Open() => new Session(this);

    private string Next() => (++_lastUid).ToString(CultureInfo.InvariantCulture);

    private sealed record Copy(string Name, string Id, byte[] Bytes, DateTimeOffset Date, FlagSet? Flags);

    private sealed class Session(FakeProvider provider) : ProviderSession
    {
        private readonly List<(string Mailbox, string Id)> _marked = [];
        private string _open = "";

        public override IReadOnlyList<string> Capabilities => [];

        public override Task<IReadOnlyList<RemoteFolder>> ListFoldersAsync(CancellationToken ct) => Task.FromResult<IReadOnlyList<RemoteFolder>>(
            [.. provider._mailboxes.Keys.Select(n => n.Length == 0 ? RemoteFolder.Maildrop : new RemoteFolder(n, [n], n == Trash ? SpecialUse.Trash : SpecialUse.None))]);

        public override Task<RemoteListing> OpenAsync(RemoteFolder folder, RemoteCursor known, CancellationToken ct)
        {
            _open = folder.Name;
            var messages = provider._mailboxes[_open].Select((c, i) => new RemoteMessage((uint)i + 1, c.Id, c.Bytes.Length, c.Flags, c.Date)).ToList();
            return Task.FromResult(new RemoteListing(new RemoteCursor(0, 0, 0, (uint)messages.Count), messages));
        }

        public override async Task FetchAsync(IReadOnlyList<RemoteMessage> messages, MessageIntake intake, CancellationToken ct)
        {
            foreach (var message in messages)
            {
                intake.Begin(message);
                await intake.WriteAsync(Find(message).Bytes, ct);
                await intake.EndAsync(ct);
            }
        }

        public override Task<IReadOnlyList<RemoteIdentity>> IdentifyAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<RemoteIdentity>>([.. messages.Select(m => new RemoteIdentity(m, m.Id, Find(m).Bytes.Length, HashOf(Find(m).Bytes)))]);

        public override Task<DeletionOutcome> DeleteAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken ct)
        {
            _marked.AddRange(messages.Select(m => (_open, m.Id)));
            return Task.FromResult(DeletionOutcome.AtEnd);
        }

        public override Task<(RemoteFolder Trash, IReadOnlyDictionary<string, string> Ids)?> MoveToTrashAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken ct)
        {
            if (!provider._mailboxes.TryGetValue(Trash, out var trash))
                return base.MoveToTrashAsync(messages, ct);
            var ids = new Dictionary<string, string>();
            foreach (var copy in messages.Select(Find).ToList())
            {
                provider._mailboxes[_open].Remove(copy);
                trash.Add(copy with { Id = ids[copy.Id] = provider.Next() });
            }

            return Task.FromResult<(RemoteFolder, IReadOnlyDictionary<string, string>)?>((new RemoteFolder(Trash, [Trash], SpecialUse.Trash), ids));
        }

        public override Task<RemoteQuota?> QuotaAsync(CancellationToken ct) =>
            Task.FromResult(provider.LimitBytes is { } limit ? new RemoteQuota(provider.Bytes, limit) : null);

        public override Task<bool> EndAsync(CancellationToken ct)
        {
            if (provider.BreaksAtEnd)
                throw new ProviderException(ProviderFault.Broken, "The connection ended.");
            foreach (var (mailbox, id) in _marked)
                provider._mailboxes[mailbox].RemoveAll(c => c.Id == id);
            if (provider.StrikesAtEnd is { } strike)
                throw strike;
            return Task.FromResult(true);
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private Copy Find(RemoteMessage message) => provider._mailboxes[_open].Single(c => c.Id == message.Id);

        private static byte[] HashOf(byte[] bytes)
        {
            using var hash = new HeaderHash();
            hash.Write(bytes);
            return hash.Finish();
        }
    }
}
