using Microsoft.Extensions.Logging.Abstractions;
using Postfach.Mail;
using Postfach.Server.Connections;
using Postfach.Server.Imap;
using Postfach.Server.Lmtp;
using Postfach.Server.Pop3;
using Postfach.Store;

namespace Postfach.Operations;

/// <summary>
/// A real store in a temporary folder, with users whose passwords are <c>secret</c>, and sessions over it without a network. Not thread-safe; what has been
/// connected stays so until its end.
/// </summary>
public sealed class Workplace : IAsyncDisposable
{
    /// <summary>Has <see cref="Letters"/> messages, which stay.</summary>
    internal const string Reader = "anna";

    /// <summary>Gets mail.</summary>
    internal const string Receiver = "bert";

    /// <summary>Messages that <see cref="Reader"/> has in INBOX.</summary>
    internal const int Letters = 1000;

    /// <summary>Messages of <see cref="ManyAsync"/>.</summary>
    internal const int Many = 50 * Letters;

    private static readonly Actor Setup = new("", "operations", "");

    private readonly string _folder = Directory.CreateTempSubdirectory("postfach-operations-").FullName;
    private readonly List<Dialogue> _dialogues = [];
    private readonly Dictionary<string, AccountLease> _leases = [];
    private readonly MailStore _store;
    private Mailbox? _many;

    private Workplace() => _store = MailStore.Open(
        new StoreOptions { DataFolder = _folder, PasswordIterations = 4096, LogInMemory = TimeSpan.FromDays(1), WriterThreads = 1 },
        TimeProvider.System, NullLoggerFactory.Instance);

    public static async Task<Workplace> OpenAsync()
    {
        var place = new Workplace();
        foreach (var name in new[] { Reader, Receiver })
            await place.AddUserAsync(name);
        await FillAsync(place.AccountOf(Reader));
        return place;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var dialogue in _dialogues)
            await dialogue.CloseAsync();
        foreach (var lease in _leases.Values)
            lease.Dispose();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal Account AccountOf(string name) => _leases[name].Account;

    /// <summary>A mailbox of the reader with copies of all messages in INBOX, many times.</summary>
    internal async Task<Mailbox> ManyAsync()
    {
        if (_many is not null)
            return _many;
        var account = AccountOf(Reader);
        var target = MailboxName.Parse("Many");
        await account.CreateMailboxAsync(target, SpecialUse.None, Setup, CancellationToken.None);
        var inbox = await OpenMailboxAsync(account, MailboxName.Inbox);
        for (var i = 0; i < Many / Letters; i++)
            await account.CopyAsync(inbox.Id, inbox.Current.Uids(), target, Setup, CancellationToken.None);
        return _many = await OpenMailboxAsync(account, target);
    }

    /// <summary>The messages once some of them have a flag.</summary>
    internal async Task<MailboxSnapshot> FlagAsync(Mailbox mailbox, UidSet uids, MessageFlags flag)
    {
        var change = FlagChange.Add(FlagSet.Of(flag));
        await AccountOf(Reader).StoreFlagsAsync(mailbox.Id, uids, change, null, Setup, CancellationToken.None);
        return mailbox.Current;
    }

    /// <summary>A client of IMAP that has heard the greeting.</summary>
    internal Task<Dialogue> ImapAsync() =>
        ConnectAsync(new ImapService(_store, new ImapSessionLimits(), TimeProvider.System, NullLoggerFactory.Instance).ServeAsync);

    /// <summary>A client of POP3 that has heard the greeting.</summary>
    internal Task<Dialogue> Pop3Async() =>
        ConnectAsync(new Pop3Service(_store, new Pop3Limits(), TimeProvider.System, NullLoggerFactory.Instance).ServeAsync);

    /// <summary>A client of LMTP that has heard the greeting.</summary>
    internal Task<Dialogue> LmtpAsync() =>
        ConnectAsync(new LmtpService(_store, new LmtpOptions { HostName = "mx.example.net" }, TimeProvider.System, NullLoggerFactory.Instance).ServeAsync);

    private static async Task<Mailbox> OpenMailboxAsync(Account account, MailboxName name) =>
        await account.OpenMailboxAsync(name, CancellationToken.None) ?? throw new InvalidOperationException($"There is no {name}.");

    private async Task<Dialogue> ConnectAsync(Func<IClientConnection, CancellationToken, Task> serve)
    {
        var dialogue = new Dialogue(serve);
        _dialogues.Add(dialogue);
        await dialogue.HearAsync(Turn.Greeting);
        return dialogue;
    }

    private async Task AddUserAsync(string name)
    {
        if (!UserName.TryParse(name, out var user, out var why))
            throw new FormatException(why);
        var added = await _store.Users.AddAsync(user, "secret", CancellationToken.None) ?? throw new InvalidOperationException($"There is a {name} already.");
        _leases.Add(name, await _store.OpenAsync(added.Account, CancellationToken.None));
    }

    private static async Task FillAsync(Account account)
    {
        var letter = Letter.Alternative();
        var messages = new List<NewMessage>(Letters);
        for (var i = 0; i < Letters; i++)
        {
            Letter.Number(letter, i);
            messages.Add(new NewMessage(account.BeginMessage(), FlagSet.Empty, null));
            await messages[i].Content.WriteAsync(letter, CancellationToken.None);
        }

        if (await account.AppendAsync(MailboxName.Inbox, messages, Setup, CancellationToken.None) is not AppendResult.Appended)
            throw new InvalidOperationException("The messages were not appended.");
        foreach (var message in messages)
            await message.Content.DisposeAsync();
    }
}
