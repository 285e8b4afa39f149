using System.Globalization;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>A run's work on one mailbox at the provider: look, fetch, and later delete.</summary>
internal sealed class MailboxRun(RunContext run, FolderLanding landing)
{
    // As many are asked about, promised and deleted together.
    private const int DeletedTogether = 500;

    private readonly List<string> _notes = [];
    private readonly List<(LedgerEntry Entry, FateCause Cause)> _awaitsEnd = [];
    private readonly RemoteFolder _folder = landing.Folder;
    private Dictionary<string, RemoteMessage> _listed = [];
    private RemoteListing? _listing;
    private IReadOnlyList<MissingMessage> _refused = [];
    private RemoteMailbox? _remote;
    private int _there;
    private int _held;
    private int _fetched;
    private long _bytes;
    private int _deleted;
    private int _vanished;

    /// <summary>Messages in it, as the provider says.</summary>
    public int There => _there;

    /// <summary>Copies that are to go now.</summary>
    public IReadOnlyList<(LedgerEntry Entry, FateCause Cause)> Leaving { get; set; } = [];

    /// <summary>It was looked at; otherwise it cannot be opened, and the notes say why.</summary>
    public bool IsOpen => _listing is not null;

    /// <summary>Its number in the ledger.</summary>
    public RemoteMailboxId Id => (_remote ?? throw new InvalidOperationException("The mailbox was not looked at.")).Id;

    /// <summary>What is known of the provider's ids by now, and how many of them were others than before.</summary>
    public (IdStability Stability, int Changed) Ids { get; private set; } = (run.Source.State.Ids, 0);

    /// <summary>Fetches what is not here. All that was committed before something went wrong stays, and is not fetched again.</summary>
    public async Task FetchAsync(CancellationToken ct)
    {
        _remote = await run.Account.Ledger.OpenAsync(run.Source.Id, _folder.Name, ct);
        if (IsUnchanged(_remote.Cursor))
        {
            (_listing, _there, _held) = (new RemoteListing(_remote.Cursor, [], NothingGone: true), (int)_remote.Cursor.Exists, (int)_remote.Cursor.Exists);
            return;
        }

        if (landing.Into is not null)
            await LookAsync(ct);
        else if (run.Account.Ledger.Has(Id, CopyState.InTrash, CopyState.Deleting))
            await LookForOursAsync(ct);
    }

    /// <summary>Somebody should know this of it.</summary>
    public void Note(string what) => _notes.Add(what);

    /// <summary>Deletes the copies that go: each only when its bytes are safe here and it is still the same there, after its receipt is durable.</summary>
    public async Task DeleteAsync(CancellationToken ct)
    {
        if (Leaving.Count == 0)
            return;
        await run.Session.OpenAsync(_folder, _remote!.Cursor, ct); // Fetched before
        foreach (var some in Leaving.Chunk(DeletedTogether))
            await DeleteAsync(some, ct);
    }

    /// <summary>The session has ended.</summary>
    /// <param name="confirmed">And the provider has confirmed it.</param>
    public async Task EndAsync(bool confirmed, CancellationToken ct)
    {
        if (!confirmed || _awaitsEnd.Count == 0)
            return;
        await run.Account.Ledger.ChangeAsync(Id, [.. _awaitsEnd.Select(d => new LedgerChange(d.Entry.Id, CopyState.Deleted, d.Cause.ToString()))], ct);
        _deleted += _awaitsEnd.Count;
        _awaitsEnd.Clear();
    }

    public MailboxReport Report() => new(_folder.Name, _there, _held + _fetched, _fetched, _bytes, _deleted, _awaitsEnd.Count, _vanished, _refused, _notes);

    // What is as many as before, with nothing new, needs no look; unless some could not be fetched then.
    private bool IsUnchanged(RemoteCursor cursor) =>
        _folder.Status is { UidValidity: > 0, UidNext: > 0 } status && landing.Into is not null
        && (status.UidValidity, status.UidNext, status.Exists) == (cursor.UidValidity, cursor.UidNext, cursor.Exists)
        && !run.Account.Ledger.HasUnfetched(Id, RemoteMessage.Largest(run.Source.Settings, run.Account), CopyReason.Wanted);

    private async Task LookAsync(CancellationToken ct)
    {
        var match = await MatchAsync(ct);
        var lines = run.Account.Ledger.Read(Id);
        var wanted = match.New.Concat(match.Known.Where(k => k.Value.State == CopyState.Refused).Select(k => _listed[k.Key]))
            .Concat(lines.Where(e => e.State == CopyState.Refused && !match.Known.ContainsKey(e.Id)).Select(Find).OfType<RemoteMessage>())
            .Concat((await FillablePlaceholders.FindAsync(run, Id, lines, ct)).Select(f => Find(f.Entry) is { } there ? there with { Fill = f.Fill } : null).OfType<RemoteMessage>())
            .OrderByDescending(m => m.Fill == PlaceholderFill.Wanted).ThenBy(m => m.Number).ToList();
        _held = _there - wanted.Count;
        if (run.IsDry)
        {
            (_fetched, _bytes) = (wanted.Count, wanted.Sum(m => m.Size ?? 0));
            return;
        }

        var affordable = Affordable(wanted);
        await FetchAsync(wanted, affordable, ct);
        _remote = _remote! with { Cursor = CursorBefore(wanted.ElementAtOrDefault(affordable.Count)) }; // Fetched before
        await run.Account.Ledger.WriteCursorAsync(Id, _remote.Cursor, ct);
    }

    // Nothing is fetched from here: it is the Trash that our own deletions go through.
    private async Task LookForOursAsync(CancellationToken ct)
    {
        var match = await MatchAsync(ct);
        _there = _held = match.Known.Count;
    }

    private async Task<LedgerMatch> MatchAsync(CancellationToken ct)
    {
        var cursor = _remote!.Cursor; // LookAsync's caller has it
        var entries = run.Account.Ledger.Read(Id);
        var listing = await run.Session.OpenAsync(_folder, cursor, ct);
        if (listing.IsPartial && listing.HasGap(entries))
            listing = await run.Session.OpenAsync(_folder, default, ct);
        (_listing, _there) = (listing, listing.Count);
        var isSame = cursor.UidValidity == 0 || cursor.UidValidity == listing.Cursor.UidValidity;
        if (!isSame)
            _notes.Add("The provider has numbered its messages anew (UIDVALIDITY): they were found again by size and header.");
        var match = await LedgerMatcher.MatchAsync(run.Session, listing, entries, isSame, run.Now, ct);
        _listed = match.Listed.ToDictionary(m => m.Id, StringComparer.Ordinal);
        if (!run.IsDry)
            await NoteAsync(match, ct);
        return match;
    }

    // What was left for later is new at the next look as well.
    private RemoteCursor CursorBefore(RemoteMessage? left) =>
        left is null ? _listing!.Cursor : _listing!.Cursor with { UidNext = left.Number, HighestModSeq = 0, Exists = 0 }; // Looked at before

    /// <summary>The copy that a line tells of; null: it is not there.</summary>
    private RemoteMessage? Find(LedgerEntry entry) =>
        _listed.TryGetValue(entry.Id, out var listed) ? listed
        : _listing is { IsPartial: true } listing && listing.HasEarlier(entry) && uint.TryParse(entry.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var uid)
            ? new RemoteMessage(uid, entry.Id, entry.Size)
            : null;

    private async Task NoteAsync(LedgerMatch match, CancellationToken ct)
    {
        if (run.Source.Settings.Protocol == SourceProtocol.Pop3)
            Ids = (RemoteIds.Learn(run.Source.State, match, run.Now), match.ChangedIds);
        if (RemoteIds.Note(run.Source.State.Ids, Ids.Stability, match.ChangedIds) is { } said)
            Note(said);
        if (match.Rewritten.Count > 0 || match.Gone.Count > 0)
            await run.Account.Ledger.WriteAsync(Id, match.Rewritten, match.Gone, ct);
        var went = VanishedCopies.Judge(match.Absent, run.Session.ExpireDays, run.Now);

        // Under a new UIDVALIDITY, lines that were found again may have taken the ids of those that went.
        var taken = match.Rewritten.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        await run.Account.Ledger.ChangeAsync(Id, [.. went.Where(c => !taken.Contains(c.Id))], ct);
        _vanished = went.Count(c => c.State == CopyState.Vanished);
        _notes.AddRange(VanishedCopies.Notes(went));
    }

    private async Task FetchAsync(List<RemoteMessage> wanted, List<RemoteMessage> affordable, CancellationToken ct)
    {
        if (affordable.Count == 0)
            return;
        var total = wanted.Sum(m => m.Size ?? 0);
        await using var intake = new MessageIntake(run, Id, landing, Committed);
        try
        {
            await run.Session.FetchAsync(affordable, intake, ct);
        }
        finally
        {
            // What came whole is kept, whatever became of the rest.
            await intake.FinishAsync(CancellationToken.None);
            _refused = intake.Refused;
        }

        if (affordable.Count(m => m.Fill != PlaceholderFill.None && _refused.All(r => r.Id != m.Id)) is > 0 and var filled)
            Note($"{filled} messages are here whole now, in the place of their placeholders.");

        void Committed(int messages, long bytes)
        {
            (_fetched, _bytes) = (_fetched + messages, _bytes + bytes);
            run.Budget.Use(bytes);
            run.Report(_folder.Name, _fetched, wanted.Count, _bytes, total);
        }
    }

    // The day's bytes are for the oldest first; what somebody asks for comes whatever it costs.
    private List<RemoteMessage> Affordable(List<RemoteMessage> wanted)
    {
        var left = run.Budget.Left;
        var some = wanted.TakeWhile(m => (left -= CostOf(m)) >= 0).ToList();

        // One that is bigger than a day's bytes has a day of its own.
        if (some.Count == 0 && wanted.Count > 0 && run.Budget.IsUntouched)
            some.Add(wanted[0]);
        if (some.Count < wanted.Count)
            _notes.Add($"{wanted.Count - some.Count} messages wait for tomorrow: {run.Budget.Forecast(wanted.Skip(some.Count).Sum(CostOf))}");
        return some;
    }

    // Of what is too big a header comes, which is nothing much.
    private long CostOf(RemoteMessage message) =>
        message.Fill == PlaceholderFill.Wanted || message.IsTooBig(run.Source.Settings, run.Account) ? 0 : message.Size ?? 0;

    private async Task DeleteAsync(IReadOnlyList<(LedgerEntry Entry, FateCause Cause)> leaving, CancellationToken ct)
    {
        var sound = await SoundAsync(leaving, ct);
        if (sound.Count == 0)
            return;
        var messages = sound.Select(s => Find(s.Entry)!).ToList(); // SoundAsync takes no others
        await run.Account.Ledger.ChangeAsync(Id, [.. sound.Select(s => new LedgerChange(s.Entry.Id, CopyState.Deleting, s.Cause.ToString()))], ct);
        if (run.Source.Settings.Rule.ViaTrash is not null && _folder.Use != SpecialUse.Trash)
        {
            await MoveToTrashAsync(sound, messages, ct);
            return;
        }

        if (await run.Session.DeleteAsync(messages, ct) == DeletionOutcome.AtEnd)
        {
            _awaitsEnd.AddRange(sound);
            return;
        }

        await run.Account.Ledger.ChangeAsync(Id, [.. sound.Select(s => new LedgerChange(s.Entry.Id, CopyState.Deleted, s.Cause.ToString()))], ct);
        _deleted += sound.Count;
    }

    /// <summary>Those that are safe here and still the same there; the others are left, with a reason.</summary>
    private async Task<IReadOnlyList<(LedgerEntry Entry, FateCause Cause)>> SoundAsync(IReadOnlyList<(LedgerEntry Entry, FateCause Cause)> leaving, CancellationToken ct)
    {
        var safe = new List<(LedgerEntry Entry, FateCause Cause)>();
        var doubts = new List<LedgerChange>();
        foreach (var (entry, cause) in leaving.Where(l => Find(l.Entry) is not null))
        {
            // What somebody deleted here need not be here any more.
            if (entry.DeletedHere is null && BodyCheck.WhyNot(run.Account, entry.Body!.Value) is { } why) // The plan lets none go without
                doubts.Add(new LedgerChange(entry.Id, CopyState.There, why));
            else
                safe.Add((entry, cause));
        }

        var asked = (await run.Session.IdentifyAsync([.. safe.Select(s => Find(s.Entry)!)], ct)).ToDictionary(i => i.Message.Number);
        var sound = new List<(LedgerEntry, FateCause)>();
        var flagged = 0;
        foreach (var (entry, cause) in safe)
        {
            if (!asked.TryGetValue(Find(entry)!.Number, out var now)) // One of the safe ones
                continue; // gone meanwhile: the next look notes it
            if (now.IsFlagged && run.Source.Settings.Rule.NeverFlagged)
                flagged++;
            else if ((LedgerMatcher.IsMade(entry.Id) || entry.Id == now.Id) && (now.Size is null || now.Size == entry.Size) && now.Header.Span.SequenceEqual(entry.Header.Span))
                sound.Add((entry, cause));
            else
                doubts.Add(new LedgerChange(entry.Id, CopyState.There, CopyReason.OtherMessage));
        }

        await run.Account.Ledger.ChangeAsync(Id, doubts, ct);
        if (flagged > 0)
            _notes.Add($"{flagged} copies are not deleted: they are flagged at the provider.");
        if (doubts.Count > 0)
            _notes.Add($"{doubts.Count} copies are not deleted: {doubts[0].Reason}.");
        return sound;
    }

    private async Task MoveToTrashAsync(IReadOnlyList<(LedgerEntry Entry, FateCause Cause)> leaving, IReadOnlyList<RemoteMessage> messages, CancellationToken ct)
    {
        if (await run.Session.MoveToTrashAsync(messages, ct) is not var (trash, ids))
        {
            await run.Account.Ledger.ChangeAsync(Id, [.. leaving.Select(l => new LedgerChange(l.Entry.Id, CopyState.There, CopyReason.NoTrash))], ct);
            return;
        }

        var there = await run.Account.Ledger.OpenAsync(run.Source.Id, trash.Name, ct);
        var lines = leaving.Where(l => ids.ContainsKey(l.Entry.Id))
            .Select(l => l.Entry with { Id = ids[l.Entry.Id], State = CopyState.InTrash, Changed = run.Now, Reason = l.Cause.ToString() }).ToList();
        await run.Account.Ledger.WriteAsync(there.Id, lines, [], ct);
        await run.Account.Ledger.ChangeAsync(Id, [.. leaving.Select(l => new LedgerChange(l.Entry.Id, CopyState.Deleted, CopyReason.MovedToTrash))], ct);
        _deleted += leaving.Count;
    }
}
