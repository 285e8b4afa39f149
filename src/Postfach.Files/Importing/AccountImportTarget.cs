using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Files;

/// <summary>Imports into an account, many messages a commit.</summary>
/// <param name="lease">Ends with this.</param>
/// <param name="source">The source's name in the ledger.</param>
public sealed class AccountImportTarget(AccountLease lease, string source, Actor actor) : IMailTarget
{
    // Enough that a commit's sync does not count, little enough to hold in memory.
    private const int MostMessages = 128;
    private const long MostBytes = 8 << 20;

    private readonly List<NewMessage> _batch = [];
    private readonly Account _account = lease.Account;
    private ImportRun? _run;
    private MailboxFacts? _mailbox;
    private bool _keepsUids;
    private NewMessage? _message;
    private long _bytes;
    private ImportCount _count;

    public async Task<bool> BeginMailboxAsync(MailboxFacts mailbox, CancellationToken ct)
    {
        var name = mailbox.Name;
        await CommitAsync(ct);
        if (_account.Mailboxes.Find(name) is null && await _account.CreateMailboxAsync(name, SpecialUse.None, actor, ct) is MailboxResult.Done)
            await _account.SubscribeAsync(name, subscribed: true, actor, ct);
        _run = await _account.BeginImportAsync(source, name, ct) ?? throw new ImportException($"The mailbox {name} could not be made; are there too many?");
        _mailbox = mailbox;
        _keepsUids = mailbox.UidValidity is { } wanted
            && await _account.AdoptUidValidityAsync(name, wanted, actor, ct) is MailboxResult.Done(_, var validity) && validity == wanted;
        return _keepsUids;
    }

    public async Task EndMailboxAsync(CancellationToken ct)
    {
        await CommitAsync(ct);
        if (_keepsUids && _mailbox is { Name: var name, UidNext: { } next })
            await _account.RaiseUidNextAsync(name, next, actor, ct);
    }

    public async Task BeginMessageAsync(MessageFacts message, CancellationToken ct)
    {
        await DropMessageAsync(ct);

        // One that had no UID yet gets one that no other message had.
        var least = _keepsUids ? message.Uid ?? _mailbox?.UidNext : null;
        _message = new NewMessage(_account.BeginMessage(), message.Flags, message.InternalDate) { LeastUid = least, UniqueId = message.UniqueId };
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => Message.Content.WriteAsync(bytes, ct);

    public async Task<bool> EndMessageAsync(CancellationToken ct)
    {
        var message = Message;
        if (message.Content.IsTooBig)
        {
            await DropMessageAsync(ct);
            return false;
        }

        _message = null;
        _batch.Add(message);
        _bytes += message.Content.Length;
        if (_batch.Count >= MostMessages || _bytes >= MostBytes)
            await CommitAsync(ct);
        return true;
    }

    public async Task DropMessageAsync(CancellationToken ct)
    {
        if (_message is { } message)
            await message.Content.DisposeAsync();
        _message = null;
    }

    public async Task<ImportCount> CommitAsync(CancellationToken ct)
    {
        if (_batch.Count == 0 || _run is null)
            return _count;
        var result = await _account.ImportAsync(_run, _batch, actor, ct);
        if (result is not ImportResult.Imported(var isNew))
            throw new ImportException(Refusal(result));
        var added = isNew.Count(n => n);
        _count = new ImportCount(_count.Imported + added, _count.AlreadyThere + isNew.Count - added);
        await ClearAsync();
        return _count;
    }

    public async ValueTask DisposeAsync()
    {
        await DropMessageAsync(CancellationToken.None);
        await ClearAsync();
        lease.Dispose();
    }

    private NewMessage Message => _message ?? throw new InvalidOperationException("No message was begun.");

    private async Task ClearAsync()
    {
        foreach (var message in _batch)
            await message.Content.DisposeAsync();
        _batch.Clear();
        _bytes = 0;
    }

    private string Refusal(ImportResult result) => result switch
    {
        ImportResult.NoSuchMailbox => $"The mailbox {_run?.Target} was deleted meanwhile; run the import again.",
        ImportResult.TooManyKeywords => $"The mailbox {_run?.Target} would have more keywords than one may; raise Limits:Keywords.",
        ImportResult.Superseded => "The same source is being imported a second time, by an import that began later; wait for its end.",
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };
}
