using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>
/// A run's deletions in one mailbox at the provider, which is open: each copy only when its bytes are safe here and it is still the same there, after its
/// receipt is durable.
/// </summary>
/// <param name="find">The copy that a line tells of; null: it is not there.</param>
/// <param name="notes">Where it tells what somebody should know.</param>
internal sealed class MailboxDeletion(RunContext run, RemoteFolder folder, RemoteMailboxId mailbox, Func<LedgerEntry, RemoteMessage?> find, List<string> notes)
{
    // As many are asked about, promised and deleted together.
    private const int Together = 500;

    private readonly RetrievalLedger _ledger = run.Account.Ledger;
    private readonly List<(LedgerEntry Entry, FateCause Cause)> _awaitsEnd = [];
    private int _marked;

    /// <summary>Copies that are known to be gone from this mailbox.</summary>
    public int Deleted { get; private set; }

    /// <summary>Copies whose deletion was asked for, and is not known to have happened.</summary>
    public int Unconfirmed => _awaitsEnd.Count + _marked;

    public async Task DeleteAsync(IReadOnlyList<(LedgerEntry Entry, FateCause Cause)> leaving, CancellationToken ct)
    {
        foreach (var some in leaving.Chunk(Together))
            await DeleteSomeAsync(some, ct);
    }

    /// <summary>The provider has confirmed the end of the session, and with it what awaited that.</summary>
    public async Task ConfirmAsync(CancellationToken ct)
    {
        await _ledger.ChangeAsync(mailbox, [.. _awaitsEnd.Select(d => new LedgerChange(d.Entry.Id, CopyState.Deleted, d.Cause.ToString()))], ct);
        Deleted += _awaitsEnd.Count;
        _awaitsEnd.Clear();
    }

    private async Task DeleteSomeAsync(IReadOnlyList<(LedgerEntry Entry, FateCause Cause)> leaving, CancellationToken ct)
    {
        var sound = await SoundAsync(leaving, ct);
        if (sound.Count == 0)
            return;
        var messages = sound.Select(s => find(s.Entry)!).ToList(); // SoundAsync takes no others
        await _ledger.ChangeAsync(mailbox, [.. sound.Select(s => new LedgerChange(s.Entry.Id, CopyState.Deleting, s.Cause.ToString()))], ct);
        if (run.Source.Settings.Rule.ViaTrash is not null && folder.Use != SpecialUse.Trash)
        {
            await MoveToTrashAsync(sound, messages, ct);
        }
        else if (run.Session.DeletesByTrash)
        {
            await MoveToTrashAsync(sound, messages, ct);
            notes.Add($"{sound.Count} copies lie in the provider's Trash now: it deletes no messages alone (no UIDPLUS), and how long they stay there is its own affair.");
        }
        else
        {
            await NoteAsync(sound, await run.Session.DeleteAsync(messages, ct), ct);
        }
    }

    private async Task NoteAsync(IReadOnlyList<(LedgerEntry Entry, FateCause Cause)> leaving, DeletionOutcome outcome, CancellationToken ct)
    {
        switch (outcome)
        {
            case DeletionOutcome.AtEnd:
                _awaitsEnd.AddRange(leaving);
                break;
            case DeletionOutcome.Marked:
                await _ledger.ChangeAsync(mailbox, [.. leaving.Select(l => new LedgerChange(l.Entry.Id, CopyState.Deleting, CopyReason.Marked))], ct);
                _marked += leaving.Count;
                notes.Add($"{leaving.Count} copies are {CopyReason.Marked}: they go when the provider or a mail program clears away what is marked.");
                break;
            case DeletionOutcome.Done:
                await _ledger.ChangeAsync(mailbox, [.. leaving.Select(l => new LedgerChange(l.Entry.Id, CopyState.Deleted, l.Cause.ToString()))], ct);
                Deleted += leaving.Count;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(outcome));
        }
    }

    /// <summary>Those that are safe here and still the same there; the others are left, with a reason.</summary>
    private async Task<IReadOnlyList<(LedgerEntry Entry, FateCause Cause)>> SoundAsync(IReadOnlyList<(LedgerEntry Entry, FateCause Cause)> leaving, CancellationToken ct)
    {
        var safe = new List<(LedgerEntry Entry, FateCause Cause)>();
        var doubts = new List<LedgerChange>();
        foreach (var (entry, cause) in leaving.Where(l => find(l.Entry) is not null))
        {
            // What somebody deleted here need not be here any more.
            if (entry.DeletedHere is null && BodyCheck.WhyNot(run.Account, entry, entry.Body!.Value) is { } why) // The plan lets none go without
                doubts.Add(new LedgerChange(entry.Id, CopyState.There, why));
            else
                safe.Add((entry, cause));
        }

        var asked = (await run.Session.IdentifyAsync([.. safe.Select(s => find(s.Entry)!)], ct)).ToDictionary(i => i.Message.Number);
        var sound = new List<(LedgerEntry, FateCause)>();
        var flagged = 0;
        foreach (var (entry, cause) in safe)
        {
            if (!asked.TryGetValue(find(entry)!.Number, out var now)) // One of the safe ones
                continue; // gone meanwhile: the next look notes it
            if (now.IsFlagged && run.Source.Settings.Rule.NeverFlagged)
                flagged++;
            else if ((LedgerMatcher.IsMade(entry.Id) || entry.Id == now.Id) && (now.Size is null || now.Size == entry.Size) && now.Header.Span.SequenceEqual(entry.Header.Span))
                sound.Add((entry, cause));
            else
                doubts.Add(new LedgerChange(entry.Id, CopyState.There, CopyReason.OtherMessage));
        }

        await _ledger.ChangeAsync(mailbox, doubts, ct);
        if (flagged > 0)
            notes.Add($"{flagged} copies are not deleted: they are flagged at the provider.");
        if (doubts.Count > 0)
            notes.Add($"{doubts.Count} copies are not deleted: {doubts[0].Reason}.");
        return sound;
    }

    private async Task MoveToTrashAsync(IReadOnlyList<(LedgerEntry Entry, FateCause Cause)> leaving, IReadOnlyList<RemoteMessage> messages, CancellationToken ct)
    {
        if (await run.Session.MoveToTrashAsync(messages, ct) is not var (trash, ids))
        {
            await _ledger.ChangeAsync(mailbox, [.. leaving.Select(l => new LedgerChange(l.Entry.Id, CopyState.There, CopyReason.NoTrash))], ct);
            return;
        }

        var there = await _ledger.OpenAsync(run.Source.Id, trash.Name, ct);
        var lines = leaving.Where(l => ids.ContainsKey(l.Entry.Id))
            .Select(l => l.Entry with { Id = ids[l.Entry.Id], State = CopyState.InTrash, Changed = run.Now, Reason = l.Cause.ToString() }).ToList();
        await _ledger.WriteAsync(there.Id, lines, [], ct);
        await _ledger.ChangeAsync(mailbox, [.. leaving.Select(l => new LedgerChange(l.Entry.Id, CopyState.Deleted, CopyReason.MovedToTrash))], ct);
        Deleted += leaving.Count;
    }
}
