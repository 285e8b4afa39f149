using Postfach.Stress.Model;
using Postfach.Stress.Wire;

namespace Postfach.Stress.Sessions;

/// <summary>Decides at random what a session does, and tells the model before it does it and when it is answered.</summary>
internal sealed class ImapActor : IAsyncDisposable
{
    private const int FewMessages = 15;
    private const int ManyMessages = 50;
    private const int MostKeywords = 8;

    private static readonly string[] Items =
        ["FLAGS", "UID", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODYSTRUCTURE", "BODY.PEEK[]", "BODY.PEEK[TEXT]", ImapSession.Header];

    private readonly int _owner;
    private readonly AccountModel _account;
    private readonly Random _random;
    private readonly ImapSession _session;
    private readonly Searches _searches;
    // Growing, so that keywords that nobody has told of yet come up all the time.
    private readonly List<string> _keywords = [];

    public ImapActor(string name, int owner, AccountModel account, StressSettings settings, StressReport report)
    {
        (_owner, _account) = (owner, account);
        _random = new Random(HashCode(settings.Seed, name));
        string[] kinds = ["", "CONDSTORE", "QRESYNC"];
        _session = new ImapSession(name, kinds[owner % kinds.Length], account, settings, report) 
        {
            OwnFlags = OwnFlags,
            NamesKnownUids = () => _random.Next(2) == 0,
        };
        _searches = new Searches(account, _session, _random);
        NextKeyword();
    }

    public ImapSession Session => _session;

    /// <summary>All that it may set and clear in a mailbox.</summary>
    public IReadOnlyCollection<string> OwnFlags(string mailbox) => [.. _keywords, .. _account.SystemFlagsOf(_owner, mailbox)];

    public async Task WorkAsync(int batches, Func<bool> mustStop, CancellationToken ct)
    {
        for (var i = 0; i < batches && !mustStop(); i++)
        {
            if (!_session.IsOpen)
                await _session.OpenAsync(ct);
            if (_session.View is null)
                await _session.SelectAsync(Mailbox(), _random.Next(8) > 0, ct);
            await StepAsync(ct);
            if (_session.View is { } view)
                await LearnAsync(view, ct);
        }
    }

    public async Task<Picture> SettleAsync(CancellationToken ct)
    {
        if (!_session.IsOpen)
            await _session.OpenAsync(ct);
        if (_session.View is null)
            await _session.SelectAsync(Mailbox(), true, ct);
        return await _session.SettleAsync(ct);
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    // What has come a moment ago must be found by its text.
    private async Task LearnAsync(SessionView view, CancellationToken ct)
    {
        var before = view.LastUid;
        await _session.LearnAsync(ct);
        if (view.LastUid != before && _searches.Text(view, view.LastUid) is { } search)
            await _session.RunAsync([search], ct);
    }

    // string.GetHashCode differs from run to run.
    private static int HashCode(int seed, string name) => name.Aggregate(seed, (hash, c) => unchecked(hash * 31 + c));

    private Task StepAsync(CancellationToken ct) => _random.Next(100) switch
    {
        < 6 => _session.SelectAsync(Mailbox(), _random.Next(8) > 0, ct),
        < 8 => _session.CloseAsync("CLOSE", ct),
        < 10 when _session.Capabilities.Contains("UNSELECT") => _session.CloseAsync("UNSELECT", ct),
        < 12 => _session.LogOutAsync(ct),
        < 18 when _session.Capabilities.Contains("IDLE") => _session.IdleAsync(TimeSpan.FromMilliseconds(_random.Next(20)), ct),
        < 22 => _session.ListenAsync(TimeSpan.FromMilliseconds(_random.Next(10)), ct),
        _ => _session.RunAsync(Batch(View), ct),
    };

    private SessionView View => _session.View ?? throw new InvalidOperationException("No mailbox is selected");

    private string Mailbox() => _account.Mailboxes.ElementAt(_random.Next(_account.Mailboxes.Count));

    private void NextKeyword() => _keywords.Add($"K{_owner}x{_keywords.Count}");

    private List<ImapCommand> Batch(SessionView view)
    {
        var batch = new List<ImapCommand>();
        // RFC 9051 §5.5: no sequence numbers behind a command that may bring an EXPUNGE.
        var numbers = true;
        var searches = 0;
        var moves = 0;
        for (var i = _random.Next(1, 7); i > 0; i--)
        {
            foreach (var command in Commands(view, numbers && _random.Next(2) == 0))
            {
                // Neither an untagged SEARCH nor a MOVE's untagged COPYUID says which command it belongs to.
                if ((command.IsSearch && searches++ > 0) || (command.IsMove && moves++ > 0))
                    break;
                batch.Add(command);
                numbers &= command.ForbidsExpunge;
            }
        }

        return batch.Count > 0 ? batch : [Noop()];
    }

    private IEnumerable<ImapCommand> Commands(SessionView view, bool numbers)
    {
        var many = view.Messages.Count > ManyMessages;
        var few = view.Messages.Count < FewMessages;
        switch (_random.Next(20))
        {
            case < 5:
                return Fetch(view, numbers);
            case < 10 when view.CanWrite:
                return Store(view, numbers);
            case < 13:
                return [_searches.Any(view, numbers)];
            case < 14 when view.CanWrite:
                return Delete(view, many ? 8 : 2);
            case < 16 when many && view.CanWrite:
                return Delete(view, 8);
            case < 16:
                return [Append(few ? view.Mailbox : Mailbox())];
            case 16 when !many:
                return Copy(view, numbers);
            case 17 when view.CanWrite && _session.Capabilities.Contains("MOVE"):
                return Move(view);
            case 18:
                return [new ImapCommand("STATUS", $"STATUS {Mailbox()} (MESSAGES UIDNEXT UNSEEN)")];
            default:
                return [Noop()];
        }
    }

    private ImapCommand Noop() => new("NOOP", "NOOP") { Done = _session.NoopDone };

    private List<MessageView> Some(SessionView view, int most, Func<MessageView, bool>? where = null)
    {
        var known = view.Messages.Where(m => m.Uid != 0 && (where is null || where(m))).ToList();
        if (known.Count == 0)
            return [];
        if (_random.Next(2) == 0)
            return [.. known.Skip(_random.Next(known.Count)).Take(_random.Next(1, most + 1))];
        return [.. known.Where(_ => _random.Next(known.Count) < most).Take(most)];
    }

    private static (string Prefix, string Set) Set(SessionView view, IReadOnlyCollection<MessageView> messages, bool numbers) => numbers
        ? ("", UidSet.Write(messages.Select(m => (uint)view.Messages.IndexOf(m) + 1)))
        : ("UID ", UidSet.Write(messages.Select(m => m.Uid)));

    private IEnumerable<ImapCommand> Fetch(SessionView view, bool numbers)
    {
        var messages = Some(view, _random.Next(5) == 0 ? 100 : 6);
        if (messages.Count == 0)
            yield break;
        var (prefix, set) = Set(view, messages, numbers);
        var items = Items.Where(_ => _random.Next(4) == 0).Append(_session.HasModSeq ? "MODSEQ" : "RFC822.SIZE").Distinct();
        yield return new ImapCommand("FETCH", $"{prefix}FETCH {set} ({string.Join(' ', items)})") { ForbidsExpunge = numbers, Missing = [.. messages] };
    }

    private IEnumerable<ImapCommand> Store(SessionView view, bool numbers)
    {
        if (_keywords.Count < MostKeywords && _random.Next(30) == 0)
            NextKeyword();
        var flags = OwnFlags(view.Mailbox).Where(_ => _random.Next(3) == 0).ToList();
        var messages = Some(view, _random.Next(4) == 0 ? 100 : 6);
        if (messages.Count == 0 || flags.Count == 0)
            yield break;
        var (prefix, set) = Set(view, messages, numbers);
        var uids = messages.ConvertAll(m => m.Uid);
        var value = _random.Next(2) == 0;
        var silent = _random.Next(2) == 0;
        var since = _session.HasModSeq && _random.Next(3) == 0 ? messages[_random.Next(messages.Count)].ModSeq : 0;
        var known = messages.Where(m => m.ModSeq > since).Select(m => m.Uid).ToHashSet();
        yield return new ImapCommand(since > 0 ? "STORE if unchanged" : "STORE",
            $"{prefix}STORE {set} {(since > 0 ? $"(UNCHANGEDSINCE {since}) " : "")}{(value ? '+' : '-')}FLAGS{(silent ? ".SILENT" : "")} ({string.Join(' ', flags)})")
        {
            ForbidsExpunge = numbers,
            Sending = () => _account.BeginStore(view.Mailbox, uids, flags),
            Done = answer =>
            {
                var modified = numbers ? answer.Modified.Select(n => view.At(n).Uid).ToHashSet() : answer.Modified;
                var done = answer.IsOk ? uids.Where(u => !modified.Contains(u)).ToHashSet() : null;
                MustBeOkOrGone("STORE", answer, view, uids);
                CheckModified(view, since, known, done);
                _account.EndStore(view.Mailbox, uids, flags, value, done);
                if (silent)
                    ChangeView(view, messages, flags, value, done);
            },
        };
    }

    // RFC 7162 §3.1.3: a mod-sequence only grows, so what was above the limit when it was sent is so for good.
    private void CheckModified(SessionView view, ulong since, HashSet<uint> known, HashSet<uint>? done)
    {
        if (since > 0 && done?.FirstOrDefault(u => known.Contains(u) && !_account.MayBeGone(view.Mailbox, u)) is > 0 and { } uid)
            throw new RuleBrokenException(Rule.Conditional, $"UID {uid} of {view.Mailbox} was changed after {since}, and is not among MODIFIED");
    }

    // A later STORE's FETCH may have come before this one's answer.
    private void ChangeView(SessionView view, List<MessageView> messages, List<string> flags, bool value, HashSet<uint>? done)
    {
        foreach (var message in messages)
        {
            message.FlagsModSeq = 0;
            if (done is null || _account.IsInFlight(view.Mailbox, message.Uid, flags))
                message.Flags = null;
            else if (value && done.Contains(message.Uid))
                message.Flags?.UnionWith(flags);
            else if (done.Contains(message.Uid))
                message.Flags?.ExceptWith(flags);
        }
    }

    private IEnumerable<ImapCommand> Delete(SessionView view, int most)
    {
        var messages = Some(view, most, m => _account.Marker(view.Mailbox, m.Uid) is not null);
        if (messages.Count == 0)
            yield break;
        var uids = messages.ConvertAll(m => m.Uid);
        var set = UidSet.Write(uids);
        yield return new ImapCommand("STORE", $"UID STORE {set} +FLAGS (\\Deleted)")
        {
            Sending = () => _account.MayDelete(view.Mailbox, uids),
            Done = answer => MustBeOkOrGone("STORE", answer, view, uids),
        };
        if (_random.Next(4) > 0)
            yield return new ImapCommand("EXPUNGE", _account.NamesUids && _random.Next(2) == 0 ? $"UID EXPUNGE {set}" : "EXPUNGE");
    }

    private ImapCommand Append(string mailbox)
    {
        var marker = _account.NextMarker();
        var own = OwnFlags(mailbox);
        var flags = own.Where(_ => _random.Next(4) == 0).ToHashSet();
        return new ImapCommand("APPEND", $"APPEND {mailbox} ({string.Join(' ', flags)})")
        {
            Literal = TestMessage.Create(marker, _random),
            Done = answer =>
            {
                if (!answer.IsOk)
                    throw new RuleBrokenException(Rule.Refused, $"APPEND: {answer.Text}");
                if (answer.AppendUid is { } uid)
                    _account.Made(Rule.Append, mailbox, uid, marker, own.Select(f => (f, (bool?)flags.Contains(f))));
                else
                    _account.MayHaveMade([marker]);
            },
        };
    }

    private IEnumerable<ImapCommand> Copy(SessionView view, bool numbers)
    {
        var messages = Some(view, 4, m => _account.Marker(view.Mailbox, m.Uid) is not null);
        if (messages.Count == 0)
            yield break;
        var (prefix, set) = Set(view, messages, numbers);
        var to = Mailbox();
        var uids = messages.ConvertAll(m => m.Uid);
        yield return new ImapCommand("COPY", $"{prefix}COPY {set} {to}") { Done = answer => Copied(Rule.Copy, answer, view, uids, to) };
    }

    private IEnumerable<ImapCommand> Move(SessionView view)
    {
        var messages = Some(view, 4, m => _account.Marker(view.Mailbox, m.Uid) is { } marker && _account.IsMover(_owner, marker));
        var to = Mailbox();
        if (messages.Count == 0 || to == view.Mailbox)
            yield break;
        var uids = messages.ConvertAll(m => m.Uid);
        yield return new ImapCommand("MOVE", $"UID MOVE {UidSet.Write(uids)} {to}")
        {
            IsMove = true,
            Sending = () => _account.MayMove(view.Mailbox, uids),
            Done = answer =>
            {
                Copied(Rule.Move, answer, view, uids, to);
                foreach (var (from, _) in answer.CopyUid)
                    _account.Moved(view.Mailbox, from);
                if (!answer.IsOk || !_account.NamesUids)
                    _account.MoveEndedOtherwise(view.Mailbox, uids);
            },
        };
    }

    private void Copied(Rule rule, TaggedAnswer answer, SessionView view, List<uint> uids, string to)
    {
        MustBeOkOrGone(rule.Name, answer, view, uids);
        var pairs = answer.CopyUid;
        var markers = uids.Select(u => _account.Marker(view.Mailbox, u));
        if (!_account.NamesUids || (!answer.IsOk && rule == Rule.Move))
            _account.MayHaveMade(markers);
        var leftOut = uids.FirstOrDefault(u => pairs.All(p => p.From != u) && !_account.MayBeGone(view.Mailbox, u));
        if (_account.NamesUids && answer.IsOk && leftOut > 0)
            throw new RuleBrokenException(rule, $"UID {leftOut} of {view.Mailbox} is not among COPYUID: {answer.Text}");
        foreach (var (from, uid) in pairs)
        {
            if (!uids.Contains(from))
                throw new RuleBrokenException(rule, $"COPYUID names UID {from} of {view.Mailbox}, which was not asked for");
            var own = OwnFlags(to).Intersect(OwnFlags(view.Mailbox)).Select(f => (f, _account.OwnFlag(view.Mailbox, from, f))).ToList();
            _account.Made(rule, to, uid, _account.Marker(view.Mailbox, from), own);
        }
    }

    private void MustBeOkOrGone(string command, TaggedAnswer answer, SessionView view, List<uint> uids)
    {
        if (!answer.IsOk && !(answer.IsNo && uids.Exists(u => _account.MayBeGone(view.Mailbox, u))))
            throw new RuleBrokenException(Rule.Refused, $"{command}: {answer.Text}");
    }
}
