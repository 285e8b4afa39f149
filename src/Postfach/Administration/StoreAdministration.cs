using Postfach.CommandLine;
using Postfach.Files;
using Postfach.Mail;
using Postfach.Protocol.Lmtp;
using Postfach.Retrieval;
using Postfach.Server.Deliveries;
using Postfach.Store;

namespace Postfach.Administration;

/// <summary>Carries out requests on an open store. Any number of them at once. The store is its owner's to dispose of.</summary>
/// <param name="sources">Carries out what is asked about sources.</param>
/// <param name="status">Tells how the server is; null where none runs.</param>
/// <param name="endSessions">Ends a user's sessions.</param>
internal sealed class StoreAdministration(
    MailStore store, LocalDeliveries deliveries, MailSearch search, SourceAdministration sources, Func<StatusFacts>? status, Func<UserName, Task> endSessions) : IAdministration
{
    private static readonly Actor Administrator = new("", "postfach", "command line");

    public async Task<AdminReply> AskAsync(AdminRequest request, CancellationToken ct) => request switch
    {
        AdminRequest.AddUsers r => await AddAsync(r.Users, ct),
        AdminRequest.ListUsers => List(),
        AdminRequest.RemoveUser r => await WithNameAsync(r.Name, name => RemoveAsync(name, r.WithMail, ct)),
        AdminRequest.SetPassword { User: var u } =>
            !SaslPrep.TryPrepare(u.Password, out _) ? ForbiddenPassword(u.Name)
            : await WithNameAsync(u.Name, async name => OrNoUser(await store.Users.SetPasswordAsync(name, u.Password, ct), name)),
        AdminRequest.ListMailboxes r => await WithAccountAsync(r.User, account => Task.FromResult<AdminReply>(List(account)), ct),
        AdminRequest.CreateMailbox r => await WithMailboxAsync(
            r.User, r.Mailbox, (account, mailbox) => account.CreateMailboxAsync(mailbox, SpecialUse.None, Administrator, ct), ct),
        AdminRequest.DeleteMailbox r => await WithMailboxAsync(
            r.User, r.Mailbox, (account, mailbox) => account.DeleteMailboxAsync(mailbox, Administrator, ct), ct),
        AdminRequest.RenameMailbox r => MailboxName.TryParse(r.To, out var to, out var why)
            ? await WithMailboxAsync(r.User, r.From, (account, from) => account.RenameMailboxAsync(from, to, Administrator, ct), ct)
            : new AdminReply.Refused(ExitCode.Usage, $"'{r.To}' is no mailbox name: {why}."),
        AdminRequest.Search r => await WithAccountAsync(r.User, account => search.RunAsync(account, r, ct), ct),
        SourceRequest r => await sources.AskAsync(r, ct),
        AdminRequest.GetStatus when status is not null => new AdminReply.Status(status()),
        AdminRequest.Import or AdminRequest.Export or AdminRequest.Deliver => throw new InvalidOperationException("They are conversations of their own."),
        _ => throw new ArgumentOutOfRangeException(nameof(request)),
    };

    public async Task<IMailTarget> ImportAsync(string user, string source, CancellationToken ct)
    {
        var lease = await LeaseAsync(user, ct);
        return new AccountImportTarget(lease, source, new Actor("", "import", source));
    }

    public async Task<IMailTarget> DeliverAsync(string recipient, string? mailbox, string? sender, CancellationToken ct)
    {
        // What is no address cannot be answered: it is as if it were not known.
        var path = sender is "" ? MailPath.Null : sender is not null && MailPath.TryParse(sender, out var parsed) ? parsed : null;
        return await deliveries.BeginAsync(recipient, mailbox, path) is { } delivery ? new DeliveryTarget(delivery) : throw NoUser(recipient);
    }

    public async Task<IMailExport> ExportAsync(string user, bool withLineEnds, CancellationToken ct) =>
        await AccountExport.OpenAsync(await LeaseAsync(user, ct), withLineEnds, ct);

    public Task<RunReport> FetchAsync(string source, bool isDryRun, string? message, IProgress<RunProgress> progress, CancellationToken ct) =>
        sources.FetchAsync(source, isDryRun, message, progress, ct);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<AccountLease> LeaseAsync(string user, CancellationToken ct) =>
        UserName.TryParse(user, out var name, out _) && store.Users.Find(name) is { } found
            ? await store.OpenAsync(found.Account, ct)
            : throw NoUser(user);

    private static CommandException NoUser(string user) => new(ExitCode.NoUser, WhyNoUser(user));

    private async Task<AdminReply> AddAsync(IReadOnlyList<NewUser> users, CancellationToken ct)
    {
        var names = new UserName[users.Count];
        for (var i = 0; i < users.Count; i++)
        {
            if (!UserName.TryParse(users[i].Name, out names[i], out var why))
                return new AdminReply.Refused(ExitCode.Usage, $"'{users[i].Name}' is no user name: {why}.");
        }

        if (users.FirstOrDefault(u => !SaslPrep.TryPrepare(u.Password, out _)) is { } bad)
            return ForbiddenPassword(bad.Name);

        // Deriving keys from passwords is meant to be slow; all cores share it.
        var added = new bool[users.Count];
        await Parallel.ForAsync(0, users.Count, ct, async (i, token) => added[i] = await store.Users.AddAsync(names[i], users[i].Password, token) is not null);
        return new AdminReply.UsersAdded([.. names.Where((_, i) => added[i]).Select(n => n.Value)], [.. names.Where((_, i) => !added[i]).Select(n => n.Value)]);
    }

    private async Task<AdminReply> RemoveAsync(UserName name, bool withMail, CancellationToken ct)
    {
        if (store.Users.Find(name) is not { } user)
            return NoUser(name);
        if (withMail)
            return OrNoUser(await store.RemoveUserWithMailAsync(name, EndAsync, ct), name);
        if (!store.Users.Remove(name))
            return NoUser(name);
        await EndAsync(name);
        return new AdminReply.Done();

        Task EndAsync(UserName whose) => Task.WhenAll(endSessions(whose), sources.RemoveAllAsync(user.Account));
    }

    private AdminReply.Users List() => new(
        [.. store.Users.List().Select(u => new UserRow(u.Name.Value, u.Account.ToString())).OrderBy(u => u.Name, StringComparer.Ordinal)]);

    private static AdminReply.Mailboxes List(Account account) => new(
        [.. account.Mailboxes.ByName.Values.Select(m => new MailboxRow(m.Name.Value, m.SpecialUse))]);

    private static async Task<AdminReply> WithNameAsync(string text, Func<UserName, Task<AdminReply>> act) =>
        UserName.TryParse(text, out var name, out var why)
            ? await act(name)
            : new AdminReply.Refused(ExitCode.Usage, $"'{text}' is no user name: {why}.");

    private Task<AdminReply> WithAccountAsync(string user, Func<Account, Task<AdminReply>> act, CancellationToken ct) => WithNameAsync(user, async name =>
    {
        if (store.Users.Find(name) is not { } found)
            return NoUser(name);
        using var lease = await store.OpenAsync(found.Account, ct);
        return await act(lease.Account);
    });

    private Task<AdminReply> WithMailboxAsync(string user, string mailbox, Func<Account, MailboxName, Task<MailboxResult>> act, CancellationToken ct) =>
        WithAccountAsync(
            user,
            async account => MailboxName.TryParse(mailbox, out var name, out var why)
                ? ReplyTo(await act(account, name), name)
                : new AdminReply.Refused(ExitCode.Usage, $"'{mailbox}' is no mailbox name: {why}."),
            ct);

    private static AdminReply ReplyTo(MailboxResult result, MailboxName name) => result switch
    {
        MailboxResult.Done => new AdminReply.Done(),
        MailboxResult.NoSuchMailbox => new AdminReply.Refused(ExitCode.NoInput, $"There is no mailbox {name}; see 'mailbox list'."),
        MailboxResult.AlreadyExists => new AdminReply.Refused(ExitCode.CannotCreate, "There is a mailbox of that name already."),
        MailboxResult.NotAllowed(var why) => new AdminReply.Refused(ExitCode.NoPermission, why.TrimEnd('.') + "."),
        MailboxResult.TooMany => new AdminReply.Refused(ExitCode.CannotCreate, "The account has as many mailboxes as it may; raise Limits:Mailboxes."),
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    private static AdminReply OrNoUser(bool done, UserName name) => done ? new AdminReply.Done() : NoUser(name);

    private static AdminReply.Refused NoUser(UserName name) => new(ExitCode.NoUser, WhyNoUser(name.Value));

    internal static string WhyNoUser(string name) => $"There is no user {name}; see 'user list'.";

    // RFC 4013: what SASLprep forbids, no client may send.
    private static AdminReply.Refused ForbiddenPassword(string name) => new(
        ExitCode.DataError, $"The password of {name} cannot be used: it has control characters, or others that no client sends; choose another.");
}
