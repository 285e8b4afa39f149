using System.Globalization;

namespace Postfach.Stress.Model;

/// <summary>
/// What all sessions of an account have been answered, and what they have asked for and may have got. A session says what it is about to send
/// before it sends it, so that whoever sees an effect can know of its cause. Any thread may call.
/// </summary>
internal sealed class AccountModel(StressUser user, int owners)
{
    public const string Inbox = "INBOX";

    private static readonly string[] SystemFlags = ["\\Seen", "\\Answered", "\\Flagged", "\\Draft"];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, MailboxModel> _mailboxes =
        new[] { Inbox, "stress-a", "stress-b" }.Select((name, i) => new MailboxModel(name, i)).ToDictionary(m => m.Name);
    private readonly Dictionary<string, Dictionary<string, string>> _dataOfMarkers = [];
    // Deliveries: true once they were answered.
    private readonly Dictionary<string, bool> _deliveries = [];
    private readonly HashSet<string> _foundDeliveries = [];
    // A POP3 session may have deleted them before anybody else saw them; one that ended without QUIT has not.
    private readonly HashSet<string> _poppedDeliveries = [];
    private readonly HashSet<string> _unanswered = [];
    // A COPY takes \Deleted with it: until its answer has come, its copy may go as well.
    private readonly HashSet<string> _deletedMarkers = [];
    private long _markers;
    private long _ticks;

    public StressUser User => user;

    public IReadOnlyCollection<string> Mailboxes => _mailboxes.Keys;

    /// <summary>Answers to APPEND, COPY and MOVE name the UIDs (UIDPLUS).</summary>
    public bool NamesUids { get; set; }

    public string NextMarker() => string.Create(CultureInfo.InvariantCulture, $"m{Interlocked.Increment(ref _markers):D9}");

    /// <summary>What has a lower one was before.</summary>
    public long NextTick() => Interlocked.Increment(ref _ticks);

    /// <summary>The system flags that this session alone may change in a mailbox. A POP3 server may set <c>\Seen</c> at a RETR: in INBOX it is nobody's.</summary>
    public IEnumerable<string> SystemFlagsOf(int owner, string mailbox) => SystemFlags.Where(
        (flag, i) => (_mailboxes[mailbox].Ordinal * SystemFlags.Length + i) % owners == owner && !(mailbox == Inbox && flag == "\\Seen"));

    /// <summary>The session that alone may move a message.</summary>
    public bool IsMover(int owner, string marker) => long.Parse(marker.AsSpan(1), CultureInfo.InvariantCulture) % owners == owner;

    public void Selected(string mailbox, uint uidValidity)
    {
        lock (_lock)
        {
            var model = _mailboxes[mailbox];
            if (model.UidValidity == 0)
                model.UidValidity = uidValidity;
            if (model.UidValidity != uidValidity)
                throw new RuleBrokenException(Rule.UidValidity, $"{mailbox} had {model.UidValidity}, now {uidValidity}");
        }
    }

    public ulong HighestModSeq(string mailbox)
    {
        lock (_lock)
            return _mailboxes[mailbox].HighestModSeq;
    }

    /// <param name="before">What was known before the command was sent that told it.</param>
    public void ToldHighestModSeq(string mailbox, ulong value, ulong before)
    {
        lock (_lock)
        {
            if (value < before)
                throw new RuleBrokenException(Rule.ModSeq, $"HIGHESTMODSEQ of {mailbox} was {before}, now {value}");
            _mailboxes[mailbox].HighestModSeq = Math.Max(_mailboxes[mailbox].HighestModSeq, value);
        }
    }

    public string? Marker(string mailbox, uint uid)
    {
        lock (_lock)
            return _mailboxes[mailbox].Messages.GetValueOrDefault(uid)?.Marker;
    }

    public string? StaticData(string mailbox, uint uid, string item)
    {
        lock (_lock)
            return _mailboxes[mailbox].Messages.GetValueOrDefault(uid)?.StaticData.GetValueOrDefault(item);
    }

    /// <summary>A session has seen a message's header.</summary>
    public void Seen(string mailbox, uint uid, string marker)
    {
        lock (_lock)
        {
            var message = _mailboxes[mailbox].Message(uid);
            if (message.Marker is not null && message.Marker != marker)
                throw new RuleBrokenException(Rule.UidMap, $"UID {uid} of {mailbox} was {message.Marker}, now {marker}");
            message.Marker = marker;
            BindDelivery(_mailboxes[mailbox], message);
        }
    }

    /// <summary>A session has seen data that never changes.</summary>
    public void SawStaticData(string mailbox, uint uid, string item, string value)
    {
        lock (_lock)
        {
            var message = _mailboxes[mailbox].Message(uid);
            // RFC 2180 §4.1.3: of a message that is gone a server may say NIL.
            if (!MustBeThere(_mailboxes[mailbox], message))
                return;
            Compare(message.StaticData, item, value, $"UID {uid} of {mailbox}");
            if (message.Marker is { } marker)
                Compare(DataOf(marker), item, value, $"the copy of {marker} as UID {uid} of {mailbox}");
        }
    }

    /// <summary>RFC 3501 §2.3.2: after a session that could change the mailbox, no other sees <c>\Recent</c>.</summary>
    public void SawRecent(string mailbox, uint uid, long selection, bool canWrite)
    {
        lock (_lock)
        {
            var message = _mailboxes[mailbox].Message(uid);
            // One that only looks may have been told before the other was.
            if (message.Recent is { } other && other.Selection != selection && (canWrite || selection > other.SeenAt))
                throw new RuleBrokenException(Rule.Recent, $"UID {uid} of {mailbox} was recent in selection {other.Selection}, and is in {selection}");
            if (canWrite)
                message.Recent ??= (selection, NextTick());
        }
    }

    /// <summary>About to be sent: something that may delete them.</summary>
    public void MayDelete(string mailbox, IEnumerable<uint> uids)
    {
        lock (_lock)
        {
            foreach (var message in uids.Select(_mailboxes[mailbox].Message))
            {
                message.MayBeDeleted = true;
                if (message.Marker is { } marker)
                    _deletedMarkers.Add(marker);
            }
        }
    }

    /// <summary>About to be sent: DELE, then QUIT.</summary>
    public void MayPop(string marker)
    {
        lock (_lock)
        {
            _mailboxes[Inbox].Popped.Add(marker);
            _poppedDeliveries.Add(marker);
        }
    }

    public void MayMove(string mailbox, IEnumerable<uint> uids)
    {
        lock (_lock)
        {
            foreach (var uid in uids)
                _mailboxes[mailbox].Message(uid).MayBeMoved = true;
        }
    }

    /// <summary>A MOVE has ended without saying what became of them.</summary>
    public void MoveEndedOtherwise(string mailbox, IEnumerable<uint> uids)
    {
        lock (_lock)
        {
            foreach (var uid in uids)
                _mailboxes[mailbox].Message(uid).MoveIsUnclear = true;
        }
    }

    public bool MayBeGone(string mailbox, uint uid)
    {
        lock (_lock)
            return !_mailboxes[mailbox].Messages.TryGetValue(uid, out var message) || !MustBeThere(_mailboxes[mailbox], message);
    }

    public bool AnythingMayBeGone(string mailbox)
    {
        lock (_lock)
            return _mailboxes[mailbox].Popped.Count > 0 || _mailboxes[mailbox].Messages.Values.Any(m => MayBeGone(_mailboxes[mailbox], m));
    }

    public void ToldGone(string mailbox, uint uid)
    {
        lock (_lock)
        {
            var message = _mailboxes[mailbox].Message(uid);
            if (MustBeThere(_mailboxes[mailbox], message))
                throw new RuleBrokenException(Rule.Expunge, $"UID {uid} of {mailbox} ({message.Marker}) is told to be gone; nobody has deleted it");
            message.ToldGone = true;
        }
    }

    public void BeginStore(string mailbox, IEnumerable<uint> uids, IReadOnlyCollection<string> flags)
    {
        lock (_lock)
        {
            foreach (var state in States(mailbox, uids, flags))
                state.InFlight++;
        }
    }

    /// <param name="done">The messages that the answer says are changed; null: it says nothing.</param>
    public void EndStore(string mailbox, IEnumerable<uint> uids, IReadOnlyCollection<string> flags, bool value, IReadOnlySet<uint>? done)
    {
        lock (_lock)
        {
            foreach (var uid in uids)
            {
                foreach (var state in States(mailbox, [uid], flags))
                {
                    state.InFlight--;
                    if (done is null)
                        state.Value = null;
                    else if (done.Contains(uid))
                        state.Value = value;
                }
            }
        }
    }

    public bool IsInFlight(string mailbox, uint uid, IReadOnlyCollection<string> flags)
    {
        lock (_lock)
            return States(mailbox, [uid], flags).Any(s => s.InFlight > 0);
    }

    /// <summary>What a flag must be in its owner's own session; null: nobody knows.</summary>
    public bool? OwnFlag(string mailbox, uint uid, string flag)
    {
        lock (_lock)
        {
            var model = _mailboxes[mailbox];
            return model.Messages.TryGetValue(uid, out var message) && !MayBeGone(model, message) && message.Flags.TryGetValue(flag, out var state)
                ? state.Certain
                : null;
        }
    }

    /// <summary>An answer has named the UID of something that was made.</summary>
    /// <param name="own">Flags of the session that made it, of which it therefore knows.</param>
    public void Made(Rule by, string mailbox, uint uid, string? marker, IEnumerable<(string Flag, bool? Value)> own)
    {
        lock (_lock)
        {
            var message = _mailboxes[mailbox].Message(uid);
            if (message.MadeBy is { } other)
                throw new RuleBrokenException(by, $"UID {uid} of {mailbox} was given before ({other.Name})");
            if (message.Marker is not null && marker is not null && message.Marker != marker)
                throw new RuleBrokenException(by, $"UID {uid} of {mailbox} should be {marker} and is {message.Marker}");
            (message.MadeBy, message.Marker) = (by, message.Marker ?? marker);
            message.MayBeDeleted |= message.Marker is { } known && _deletedMarkers.Contains(known);
            foreach (var (flag, value) in own)
            {
                if (message.Flag(flag) is { InFlight: 0, Value: null } state)
                    state.Value = value;
            }
        }
    }

    /// <summary>A MOVE has taken it away, and its answer says where to.</summary>
    public void Moved(string mailbox, uint uid)
    {
        lock (_lock)
        {
            var message = _mailboxes[mailbox].Message(uid);
            if (message.MovedAway)
                throw new RuleBrokenException(Rule.Move, $"UID {uid} of {mailbox} ({message.Marker}) was moved twice");
            message.MovedAway = true;
        }
    }

    /// <summary>Sent, and not answered with a yes: it may have happened.</summary>
    public void MayHaveMade(IEnumerable<string?> markers)
    {
        lock (_lock)
            _unanswered.UnionWith(markers.OfType<string>());
    }

    public void Delivering(string marker)
    {
        lock (_lock)
            _deliveries[marker] = false;
    }

    public void Delivered(string marker)
    {
        lock (_lock)
            _deliveries[marker] = true;
    }

    /// <summary>At a check point, when nothing is under way: what is there against what must be; from then on every flag is known.</summary>
    /// <param name="everyFlag">All flags that have an owner.</param>
    public void CheckPoint(Picture picture, IReadOnlyCollection<string> everyFlag)
    {
        lock (_lock)
        {
            var model = _mailboxes[picture.Mailbox];
            foreach (var (uid, message) in model.Messages.ToList())
            {
                if (!picture.Messages.ContainsKey(uid))
                    CheckGone(model, uid, message);
            }

            foreach (var (uid, (flags, _)) in picture.Messages)
                CheckThere(model, uid, flags, everyFlag);
            model.Popped.Clear();
        }
    }

    /// <summary>After the check points of all mailboxes.</summary>
    public void CheckDeliveries()
    {
        lock (_lock)
        {
            _deletedMarkers.Clear();
            _deletedMarkers.UnionWith(_mailboxes.Values.SelectMany(m => m.Messages.Values).Where(m => m.MayBeDeleted).Select(m => m.Marker).OfType<string>());
            foreach (var (marker, _) in _deliveries.Where(d => d.Value && !_foundDeliveries.Contains(d.Key) && !_poppedDeliveries.Contains(d.Key)))
                throw new RuleBrokenException(Rule.Delivery, $"{marker} was accepted and is not there");
        }
    }

    private static bool MayBeGone(MailboxModel model, MessageModel message) =>
        message.MayBeDeleted || message.MayBeMoved || (message.Marker is { } marker && model.Popped.Contains(marker));

    // Of a message whose header nobody has read yet nobody knows what it is a copy of.
    private bool MustBeThere(MailboxModel model, MessageModel message) =>
        !MayBeGone(model, message) && message.Marker is { } marker && !(message.MadeBy is null && _deletedMarkers.Contains(marker));

    private void CheckGone(MailboxModel model, uint uid, MessageModel message)
    {
        if (MustBeThere(model, message))
        {
            throw new RuleBrokenException(
                message.MadeBy ?? Rule.Expunge, $"UID {uid} of {model.Name} ({message.Marker}) is not there; nobody has deleted it");
        }

        if (message is { MayBeMoved: true, MayBeDeleted: false, MovedAway: false, MoveIsUnclear: false } && (message.Marker is null || !model.Popped.Contains(message.Marker)))
            throw new RuleBrokenException(Rule.Move, $"UID {uid} of {model.Name} ({message.Marker}) is gone; no MOVE says where to");
        model.Messages.Remove(uid);
    }

    private void CheckThere(MailboxModel model, uint uid, IReadOnlySet<string> flags, IReadOnlyCollection<string> everyFlag)
    {
        var message = model.Message(uid);
        if (message.ToldGone)
            throw new RuleBrokenException(Rule.Expunge, $"UID {uid} of {model.Name} ({message.Marker}) was told to be gone and is there");
        BindDelivery(model, message);
        if (NamesUids && message.MadeBy is null && !(message.Marker is { } marker && _unanswered.Contains(marker)))
            throw new RuleBrokenException(Rule.Doubled, $"UID {uid} of {model.Name} ({message.Marker}) is there; no APPEND, COPY, MOVE or delivery made it");
        foreach (var (flag, state) in message.Flags)
        {
            if (state.Certain is { } value && value != flags.Contains(flag))
            {
                throw new RuleBrokenException(
                    Rule.LostFlag, $"UID {uid} of {model.Name}: {flag} should be {(value ? "set" : "cleared")}, the flags are {string.Join(' ', flags)}");
            }
        }

        foreach (var flag in everyFlag)
            (message.Flag(flag).Value, message.Flag(flag).InFlight) = (flags.Contains(flag), 0);
        (message.MayBeDeleted, message.MayBeMoved, message.MoveIsUnclear) = (flags.Contains("\\Deleted"), false, false);
        if (message.MovedAway)
            throw new RuleBrokenException(Rule.Move, $"UID {uid} of {model.Name} ({message.Marker}) was moved and is still there");
    }

    // Deliveries have no answer that names a UID: the first that is not anything else is it, a second one is one too many.
    private void BindDelivery(MailboxModel model, MessageModel message)
    {
        if (message.MadeBy is null && model.Name == Inbox && message.Marker is { } marker && _deliveries.ContainsKey(marker) && _foundDeliveries.Add(marker))
            message.MadeBy = Rule.Delivery;
    }

    private IEnumerable<FlagState> States(string mailbox, IEnumerable<uint> uids, IReadOnlyCollection<string> flags) =>
        uids.SelectMany(uid => flags.Select(flag => _mailboxes[mailbox].Message(uid).Flag(flag)));

    private Dictionary<string, string> DataOf(string marker)
    {
        if (!_dataOfMarkers.TryGetValue(marker, out var data))
            _dataOfMarkers[marker] = data = [];
        return data;
    }

    private static void Compare(Dictionary<string, string> data, string item, string value, string whose)
    {
        if (data.TryAdd(item, value) || data[item] == value)
            return;
        throw new RuleBrokenException(Rule.StaticData, $"{item} of {whose} was {data[item]}, now {value}");
    }
}
