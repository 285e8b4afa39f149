using System.Buffers;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>
/// Takes in the messages of one remote mailbox as their bytes come, and commits them with their lines in the ledger, many at a time, while the next ones
/// come. One caller at a time. Dispose of it in any case: what was not committed is given up.
/// </summary>
/// <param name="landing">The provider's mailbox, and where its messages land, with <c>{year}</c> and <c>{month}</c> in it.</param>
internal sealed class MessageIntake(RunContext run, RemoteMailboxId mailbox, FolderLanding landing, Action<int, long> committed) : IAsyncDisposable
{
    // Enough that a commit's sync does not count, little enough to hold in memory and to lose by a crash.
    private const int MostMessages = 256;
    private const long MostBytes = 4 << 20;

    // Of a header, what the date of arrival is looked for in.
    private const int MostHeaderBytes = 64 << 10;

    private readonly Account _account = run.Account;
    private readonly HashSet<string> _filling = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> _head = new(4096);
    private List<FetchedMessage> _batch = [];
    private Task _committing = Task.CompletedTask;
    private RemoteMessage? _message;
    private IncomingMessage? _content;
    private HeaderHash? _hash;
    private long _batchBytes;

    /// <summary>What could not be fetched.</summary>
    public List<MissingMessage> Refused { get; } = [];

    /// <summary>Messages that were committed without some of their keywords: their mailbox would have more than one may.</summary>
    public int WithoutKeywords { get; private set; }

    /// <summary>Of a message that is too big only its header is wanted.</summary>
    public bool WantsHeaderOnly(RemoteMessage message) => message.IsTooBig(run.Source.Settings, _account);

    public void Begin(RemoteMessage message)
    {
        (_message, _content, _hash) = (message, _account.BeginMessage(), new HeaderHash());
        _head.ResetWrittenCount();
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> piece, CancellationToken ct)
    {
        if (_content is not { } content || _hash is not { } hash)
            throw new InvalidOperationException("No message was begun.");
        var header = hash.Write(piece.Span);
        _head.Write(header[..Math.Min(header.Length, MostHeaderBytes - _head.WrittenCount)]);
        return content.WriteAsync(piece, ct);
    }

    /// <summary>The message is whole.</summary>
    /// <exception cref="StoreException">Earlier ones could not be committed.</exception>
    /// <exception cref="ProviderException">They cannot land where they should.</exception>
    public async Task EndAsync(CancellationToken ct)
    {
        var (message, content, hash) = (_message!, _content!, _hash!); // Begin came before
        (_message, _content, _hash) = (null, null, null);
        var header = hash.Finish();
        hash.Dispose();
        if (content.IsTooBig)
        {
            await content.DisposeAsync();
            Refuse(message, CopyReason.TooBig);
            return;
        }

        var dated = message.InternalDate ?? ArrivalDate.Of(_head.WrittenSpan) ?? run.Time.GetUtcNow();
        var isPlaceholder = WantsHeaderOnly(message);
        if (isPlaceholder)
            await content.WriteAsync(PlaceholderText.Of(run.Source.Name, landing.Folder.Name, message, _head.WrittenSpan), ct);
        var flags = message.Flags ?? FlagSet.Empty;
        _batch.Add(new FetchedMessage(
            new NewMessage(content, flags, InternalDate.From(dated)), LandingPlace.Of(landing.Of(message), dated), message.Id, message.Size ?? content.Length, header, dated, isPlaceholder,
            message.Flags, Doubt: !isPlaceholder && content.Length < message.Size ? CopyReason.Short(message.Size, content.Length) : null));
        _batchBytes += content.Length;
        if (_batch.Count >= MostMessages || _batchBytes >= MostBytes)
            await BeginCommitAsync(ct);
    }

    /// <summary>The message that was begun will not be whole: what came of it is given up.</summary>
    public async ValueTask AbandonAsync()
    {
        _hash?.Dispose();
        if (_content is not null)
            await _content.DisposeAsync();
        (_message, _content, _hash) = (null, null, null);
    }

    /// <summary>A message that cannot be fetched: it is listed with its reason, and the others go on.</summary>
    public void Refuse(RemoteMessage message, string why)
    {
        Refused.Add(new MissingMessage(message.Id, message.Size, why));
        if (message.Fill != PlaceholderFill.None)
            _filling.Add(message.Id);
    }

    /// <summary>Waits until all that came is committed, the refused ones noted.</summary>
    /// <exception cref="StoreException">It could not be committed.</exception>
    /// <exception cref="ProviderException">It cannot land where it should.</exception>
    public async Task FinishAsync(CancellationToken ct)
    {
        await BeginCommitAsync(ct);
        await _committing;
        var now = run.Time.GetUtcNow();

        // One that has a placeholder keeps the line of it.
        var lines = Refused.Where(r => r.Id.Length > 0 && !_filling.Contains(r.Id)).Select(r => new LedgerEntry(
            r.Id, r.Size ?? 0, default, Body: null, now, now, Read: null, DeletedHere: null, IsFlagged: false, CopyState.Refused, now, r.Why)).ToList();
        if (lines.Count > 0)
            await _account.Ledger.WriteAsync(mailbox, lines, [], ct);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _committing;
        }
        catch (Exception e) when (e is StoreException or ProviderException or OperationCanceledException)
        {
            // Whoever used the intake heard of it, or is leaving because of something worse.
        }

        _hash?.Dispose();
        if (_content is not null)
            await _content.DisposeAsync();
        foreach (var message in _batch)
            await message.Message.Content.DisposeAsync();
    }

    // One commit at a time, the next batch being filled beside it.
    private async Task BeginCommitAsync(CancellationToken ct)
    {
        await _committing;
        if (_batch.Count == 0)
            return;
        var batch = _batch;
        (_batch, _batchBytes) = ([], 0);
        _committing = CommitAsync(batch, ct);
    }

    private async Task CommitAsync(IReadOnlyList<FetchedMessage> batch, CancellationToken ct)
    {
        try
        {
            switch (await _account.Ledger.TakeInAsync(mailbox, batch, run.Actor, ct))
            {
                case FetchResult.NoMailbox(var name, var why):
                    throw new ProviderException(ProviderFault.Protocol, $"Mail cannot land in {name}: {why}.");
                case FetchResult.Committed(var isNew, var withoutKeywords):
                    WithoutKeywords += withoutKeywords;
                    committed(isNew.Count(n => n), batch.Where((_, i) => isNew[i]).Sum(m => m.Message.Content.Length));
                    break;
            }
        }
        finally
        {
            foreach (var message in batch)
                await message.Message.Content.DisposeAsync();
        }
    }
}
