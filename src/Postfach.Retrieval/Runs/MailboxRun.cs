using System.Globalization;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>A run's work on one mailbox at the provider: look, fetch, and later delete (<see cref="MailboxDeletion"/>).</summary>
internal sealed class MailboxRun(RunContext run, FolderLanding landing)
{
    private readonly List<string> _notes = [];
    private readonly RemoteFolder _folder = landing.Folder;
    private Dictionary<string, RemoteMessage> _listed = [];
    private RemoteListing? _listing;
    private IReadOnlyList<LedgerEntry> _entries = [];
    private RemoteMailbox? _remote;
    private MailboxFetch? _fetch;
    private MailboxDeletion? _deletion;
    private int _there;
    private int _held;
    private int _hidden;
    private int _vanished;
    private FlagsCarried _carried;

    /// <summary>Messages in it, as the provider says.</summary>
    public int There => _there;

    /// <summary>Copies that are known to be gone from it by this run.</summary>
    public int Deleted => _deletion?.Deleted ?? 0;

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
            var cursor = _remote.Cursor;
            (_listing, _there, _held) = (new RemoteListing(cursor, [], Gone: UidSet.Empty), (int)cursor.Exists, (int)(cursor.Exists - cursor.Hidden));
            NoteHidden((int)cursor.Hidden);
            return;
        }

        if (landing.Into is not null)
            await LookAsync(ct);
        else if (run.Account.Ledger.Has(Id, CopyState.InTrash, CopyState.Deleting))
            await LookForOursAsync(ct);
    }

    /// <summary>Somebody should know this of it.</summary>
    public void Note(string what) => _notes.Add(what);

    /// <summary>Deletes the copies that go.</summary>
    public async Task DeleteAsync(CancellationToken ct)
    {
        if (Leaving.Count == 0)
            return;
        await run.Session.ReopenAsync(_folder, ct);
        _deletion = new MailboxDeletion(run, _folder, Id, Find, _notes);
        await _deletion.DeleteAsync(Leaving, ct);
    }

    /// <summary>The session has ended.</summary>
    /// <param name="confirmed">And the provider has confirmed it.</param>
    public Task EndAsync(bool confirmed, CancellationToken ct) => confirmed && _deletion is not null ? _deletion.ConfirmAsync(ct) : Task.CompletedTask;

    public MailboxReport Report() => new(
        _folder.Name, _there, _held + (_fetch?.Fetched ?? 0), _fetch?.Fetched ?? 0, _fetch?.Bytes ?? 0, Deleted, _deletion?.Unconfirmed ?? 0, _vanished,
        _fetch?.Refused ?? [], _notes, _hidden, _carried.Messages);

    // What is as it was needs no look; unless some could not be fetched then.
    private bool IsUnchanged(RemoteCursor cursor) =>
        _folder.Status is { UidValidity: > 0, UidNext: > 0 } status && landing.Into is not null && cursor.IsAt(status) && !WholeLook.IsDue(cursor, run.Now)
        && !HasUnfetched;

    // Lines of messages that could not be fetched, or of which a placeholder is here that may come whole now.
    private bool HasUnfetched => run.Account.Ledger.HasUnfetched(Id, RemoteMessage.Largest(run.Source.Settings, run.Account), CopyReason.Wanted);

    private async Task LookAsync(CancellationToken ct)
    {
        var match = await MatchAsync(ct);
        var lines = HasUnfetched ? run.Account.Ledger.Read(Id) : [];
        var wanted = match.New.Concat(match.Known.Where(k => k.Value.State == CopyState.Refused).Select(k => _listed[k.Key]))
            .Concat(lines.Where(e => e.State == CopyState.Refused && !match.Known.ContainsKey(e.Id)).Select(Find).OfType<RemoteMessage>())
            .Concat((await FillablePlaceholders.FindAsync(run, Id, lines, ct)).Select(f => Find(f.Entry) is { } there ? there with { Fill = f.Fill } : null).OfType<RemoteMessage>())
            .OrderByDescending(m => m.Fill == PlaceholderFill.Wanted).ThenBy(m => m.Number).ToList();
        _held = _there - wanted.Count - _hidden;
        _fetch = new MailboxFetch(run, landing, Id, _notes);
        if (run.IsDry)
        {
            _fetch.Pretend(wanted);
            return;
        }

        await CarryFlagsAsync(match, ct);
        var next = CursorBefore(await _fetch.FetchAsync(wanted, ct));
        _remote = _remote! with { Cursor = next with { Unseen = _folder.Status?.Unseen ?? 0, Hidden = (uint)_hidden } }; // Fetched before
        await run.Account.Ledger.WriteCursorAsync(Id, _remote.Cursor, ct);
    }

    // Nothing is fetched from here: it is the Trash that our own deletions go through.
    private async Task LookForOursAsync(CancellationToken ct)
    {
        var match = await MatchAsync(ct);
        _there = _held = match.Known.Count;
    }

    /// <summary>What changed there of messages that are here is changed here.</summary>
    private async Task CarryFlagsAsync(LedgerMatch match, CancellationToken ct)
    {
        var listing = _listing!; // MatchAsync has made it
        var listed = match.Listed.Select(m => (Line: match.Known.GetValueOrDefault(m.Id), m.Flags));
        var earlier = listing.Flags is { Count: > 0 } told ? _entries.Where(listing.HasEarlier).Select(e => (Line: (LedgerEntry?)e, Flags: told.GetValueOrDefault(e.Id))) : [];
        var seen = new List<FlagsThere>();
        foreach (var (line, flags) in listed.Concat(earlier))
        {
            if (flags is not null && line is { Body: not null, IsGone: false, State: not CopyState.Refused })
                seen.Add(new FlagsThere(line, flags));
        }

        _carried = await run.Account.Ledger.CarryFlagsAsync(Id, seen, run.Actor, ct);
        MailboxFetch.NoteKeywords(_notes, _carried.WithoutKeywords);
    }

    private async Task<LedgerMatch> MatchAsync(CancellationToken ct)
    {
        var cursor = _remote!.Cursor; // LookAsync's caller has it
        var entries = _entries = run.Account.Ledger.Read(Id);
        var listing = await run.Session.OpenAsync(_folder, cursor, ct);
        if (listing.IsPartial && listing.HasGap(entries))
            listing = await run.Session.OpenAsync(_folder, default, ct);
        (_listing, _there) = (listing, listing.Count);
        var isSame = cursor.UidValidity == 0 || cursor.UidValidity == listing.Cursor.UidValidity;
        NoteHidden(listing.HiddenFrom(isSame ? entries : []));
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
        left is null ? _listing!.Cursor : _listing!.Cursor with { UidNext = left.Number, Exists = 0 }; // Looked at before

    /// <summary>The copy that a line tells of; null: it is not there.</summary>
    private RemoteMessage? Find(LedgerEntry entry) =>
        _listed.TryGetValue(entry.Id, out var listed) ? listed
        : _listing is { } listing && listing.HasEarlier(entry) && uint.TryParse(entry.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var uid)
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

    private void NoteHidden(int count)
    {
        _hidden = count;
        if (count > 0)
            _notes.Add($"The provider counts {_there} messages and does not show {count} of them: those are not here, and nothing that it does not show counts as gone.");
    }
}
