using System.Globalization;
using System.Text;
using Postfach.Stress.Wire;

namespace Postfach.Stress.Tests.Fake;

/// <summary>A session of the fake server: one command at a time, its answer written when it is whole.</summary>
internal sealed class FakeSession(FakeServer server, ImapStream stream)
{
    private const string Capabilities = "IMAP4rev1 LITERAL+ UIDPLUS MOVE ENABLE CONDSTORE QRESYNC ESEARCH UNSELECT IDLE";

    private readonly StringBuilder _output = new();
    private readonly List<FakeView> _views = [];
    private readonly List<FakeMessage> _expunged = [];
    private FakeMailbox? _mailbox;
    private bool _canWrite;
    private bool _hasModSeq;
    private bool _hasResync;
    private int _toldKeywords;
    private uint _toldUid;
    private string _tag = "";

    private FakeMailbox Mailbox => _mailbox ?? throw new InvalidOperationException("No mailbox is selected");

    public async Task RunAsync(CancellationToken ct)
    {
        await stream.SendAsync("* OK here\r\n", ct);
        while (await stream.ReadAsync(Timeout.InfiniteTimeSpan, ct) is { } line)
        {
            var words = new ImapTokens(line).ReadAll();
            if (words[1].Is("IDLE"))
            {
                await stream.SendAsync("+ idling\r\n", ct);
                await stream.ReadAsync(Timeout.InfiniteTimeSpan, ct);
            }

            lock (server.Lock)
                Answer(words);
            await stream.SendAsync(_output.ToString(), ct);
            _output.Clear();
            if (words[1].Is("LOGOUT"))
                return;
        }
    }

    private void Answer(List<ImapNode> words)
    {
        _tag = words[0].Text;
        var byUid = words[1].Is("UID");
        var verb = words[byUid ? 2 : 1].Text.ToUpperInvariant();
        var arguments = words.Skip(byUid ? 3 : 2).ToList();
        var answer = Run(verb, byUid, arguments);
        var between = verb == "FETCH" && server.Always(FakeFault.ExpungeBetweenCommands);
        if (_mailbox is not null && !between)
            Synchronise(byUid || verb is not ("FETCH" or "STORE" or "SEARCH") || server.Always(FakeFault.ExpungeDuringFetch));
        Line($"{_tag} {answer}");
        if (between)
            Synchronise(true);
    }

    private string Run(string verb, bool byUid, List<ImapNode> arguments)
    {
        switch (verb)
        {
            case "CAPABILITY": Line($"* CAPABILITY {Capabilities}"); return "OK";
            case "ENABLE":
                _hasModSeq = true;
                _hasResync = arguments[0].Is("QRESYNC");
                return "OK";
            case "CREATE": server.Mailboxes[arguments[0].Text] = server.NewMailbox(arguments[0].Text); return "OK";
            case "DELETE": return server.Mailboxes.Remove(arguments[0].Text) ? "OK" : "NO";
            case "SELECT" or "EXAMINE": return Select(verb == "SELECT", arguments);
            case "CLOSE": return Close(_canWrite);
            case "UNSELECT": return Close(false);
            case "STATUS": return Status(server.Mailboxes[arguments[0].Text]);
            case "APPEND": return Append(server.Mailboxes[arguments[0].Text], arguments);
            case "EXPUNGE": Expunge(byUid ? UidSet.Read(arguments[0].Text).ToHashSet() : null); return "OK";
            case "FETCH": return Fetch(byUid, arguments);
            case "STORE": return Store(byUid, arguments);
            case "SEARCH": return Search(byUid, arguments);
            case "COPY": return Copy(byUid, arguments);
            case "MOVE": return Move(byUid, arguments);
            default: return "OK";
        }
    }

    private void Line(string line) => _output.Append(line).Append("\r\n");

    private string Select(bool canWrite, List<ImapNode> arguments)
    {
        _mailbox = server.Mailboxes[arguments[0].Text];
        _views.Clear();
        _expunged.Clear();
        (_canWrite, _toldKeywords, _toldUid) = (canWrite, -1, 0);
        if (server.Seldom(FakeFault.UidValidityChanges))
            Mailbox.UidValidity++;
        TellKeywords();
        AddNew();
        Line($"* {_views.Count} EXISTS");
        Line($"* OK [UIDVALIDITY {Mailbox.UidValidity}] stays");
        Line($"* OK [HIGHESTMODSEQ {Mailbox.HighestModSeq}] highest");
        if (arguments.Count > 1 && arguments[1].List[0].Is("QRESYNC"))
            Resynchronise(arguments[1].List[1].List);
        return "OK";
    }

    private void Resynchronise(IReadOnlyList<ImapNode> state)
    {
        var since = ulong.Parse(state[1].Text, CultureInfo.InvariantCulture);
        var known = state.Count > 2 ? UidSet.Read(state[2].Text).ToHashSet() : null;
        var gone = Mailbox.Vanished.Where(v => v.ModSeq > since && (known?.Contains(v.Uid) ?? true)).Select(v => v.Uid).Order().ToList();
        if (gone.Count > 0 && server.Always(FakeFault.ResyncMissesVanished))
            gone.RemoveAt(0);
        if (gone.Count > 0)
            Line($"* VANISHED (EARLIER) {UidSet.Write(gone)}");
        foreach (var view in _views.Where(v => v.Message.ModSeq > since && (known?.Contains(v.Message.Uid) ?? true)))
        {
            if (!server.Seldom(FakeFault.ResyncMissesChange))
                TellFlags(view);
        }
    }

    private string Close(bool expunge)
    {
        foreach (var message in Mailbox.Messages.Where(m => expunge && m.Flags.Contains("\\Deleted")).ToList())
            Mailbox.Remove(message);
        _mailbox = null;
        return "OK";
    }

    private string Status(FakeMailbox mailbox)
    {
        var count = mailbox.Messages.Count + (server.Seldom(FakeFault.StatusMiscounts) ? 1 : 0);
        Line($"* STATUS {mailbox.Name} (MESSAGES {count} UIDNEXT {mailbox.UidNext} UNSEEN {mailbox.Messages.Count(m => !m.Flags.Contains("\\Seen"))})");
        return "OK";
    }

    private string Append(FakeMailbox mailbox, List<ImapNode> arguments)
    {
        var message = mailbox.Add(arguments[^1].Text, $"02-Mar-2026 10:00:{mailbox.UidNext % 60:D2} +0000", arguments[1].List.Select(f => f.Text));
        if (server.Seldom(FakeFault.AppendLoses))
            mailbox.Messages.Remove(message);
        return $"OK [APPENDUID {mailbox.UidValidity} {message.Uid}]";
    }

    private void Expunge(HashSet<uint>? uids)
    {
        foreach (var message in Mailbox.Messages.Where(m => m.Flags.Contains("\\Deleted") && (uids?.Contains(m.Uid) ?? true)).ToList())
            Mailbox.Remove(message);
        if (Mailbox.Messages.Count > 0 && server.Seldom(FakeFault.ExpungeTakesAnother))
            Mailbox.Remove(Mailbox.Messages[0]);
    }

    private List<FakeView> Targets(bool byUid, string set)
    {
        if (set == "1:*")
            return [.. _views];
        var numbers = UidSet.Read(set).ToHashSet();
        return byUid
            ? [.. _views.Where(v => numbers.Contains(v.Message.Uid))]
            : [.. numbers.Where(n => n >= 1 && n <= _views.Count).Select(n => _views[(int)n - 1])];
    }

    private uint Number(FakeView view) => (uint)_views.IndexOf(view) + 1;

    private string Fetch(bool byUid, List<ImapNode> arguments)
    {
        foreach (var view in Targets(byUid, arguments[0].Text))
        {
            if (server.Seldom(FakeFault.FetchLeavesOut))
                continue;
            var items = arguments[1].List.Select(i => Item(view, i.Text)).Prepend(byUid ? Item(view, "UID") : "").Where(i => i.Length > 0);
            TellKeywords();
            Line($"* {Number(view)} FETCH ({string.Join(' ', items.Distinct())})");
            if (arguments[1].List.Any(i => i.Is("FLAGS")))
                Told(view);
        }

        return "OK";
    }

    private string Item(FakeView view, string item)
    {
        var message = view.Message;
        return item switch
        {
            "UID" => $"UID {Uid(view)}",
            "FLAGS" => $"FLAGS ({string.Join(' ', Flags(view))})",
            "MODSEQ" => $"MODSEQ ({ModSeq(message)})",
            "INTERNALDATE" => $"INTERNALDATE \"{(server.Seldom(FakeFault.InternalDateChanges) ? "03-Mar-2026 10:00:00 +0000" : message.InternalDate)}\"",
            "RFC822.SIZE" => $"RFC822.SIZE {message.Text.Length + (server.Seldom(FakeFault.SizeChanges) ? 1 : 0)}",
            "ENVELOPE" => $"ENVELOPE {(server.Seldom(FakeFault.EnvelopeChanges) ? message.Envelope.Replace("NIL", "\"\"", StringComparison.Ordinal) : message.Envelope)}",
            "BODYSTRUCTURE" => $"BODYSTRUCTURE {(server.Seldom(FakeFault.BodyStructureOfAnotherMessage) ? _views[0].Message : message).BodyStructure}",
            "BODY.PEEK[]" => $"BODY[] {Literal(message.Text)}",
            "BODY.PEEK[TEXT]" => $"BODY[TEXT] {Literal(message.Body)}",
            _ => $"BODY[HEADER.FIELDS (X-STRESS)] {Literal($"X-Stress: {message.Header("X-Stress")}\r\n{(server.Seldom(FakeFault.HeaderChanges) ? "X-Stress: too\r\n" : "")}\r\n")}",
        };
    }

    private static string Literal(string text) => $"{{{text.Length}}}\r\n{text}";

    private uint Uid(FakeView view)
    {
        var at = _views.IndexOf(view);
        return _expunged.Count > 0 && server.Always(FakeFault.UidMapShiftsAfterExpunge) && at + 1 < _views.Count ? _views[at + 1].Message.Uid : view.Message.Uid;
    }

    private static IEnumerable<string> Flags(FakeView view) => view.IsRecent ? view.Message.Flags.Append("\\Recent") : view.Message.Flags;

    private ulong ModSeq(FakeMessage message) => server.Seldom(FakeFault.ModSeqGoesBack) ? Math.Max(1, message.ModSeq - 1) : message.ModSeq;

    private static void Told(FakeView view) =>
        (view.ToldModSeq, view.ToldFlags) = (view.Message.ModSeq, new HashSet<string>(view.Message.Flags, StringComparer.OrdinalIgnoreCase));

    private void TellFlags(FakeView view)
    {
        TellKeywords();
        Line($"* {Number(view)} FETCH ({Item(view, "UID")} {Item(view, "FLAGS")}{(_hasModSeq ? $" {Item(view, "MODSEQ")}" : "")})");
        Told(view);
    }

    private void TellKeywords()
    {
        if (_toldKeywords == Mailbox.Keywords.Count || (_toldKeywords >= 0 && server.Always(FakeFault.KeywordUnannounced)))
            return;
        _toldKeywords = Mailbox.Keywords.Count;
        Line($"* FLAGS ({string.Join(' ', new[] { "\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft" }.Concat(Mailbox.Keywords))})");
    }

    private string Store(bool byUid, List<ImapNode> arguments)
    {
        var since = arguments[1].Items is { } condition ? ulong.Parse(condition[1].Text, CultureInfo.InvariantCulture) : ulong.MaxValue;
        var action = arguments[^2].Text;
        var flags = arguments[^1].List.Select(f => f.Text).ToList();
        var modified = new List<uint>();
        foreach (var view in Targets(byUid, arguments[0].Text).Where(v => !v.Message.IsGone))
        {
            if (view.Message.ModSeq > since && !server.Always(FakeFault.ConditionIgnored))
                modified.Add(byUid ? view.Message.Uid : Number(view));
            else
                Change(view, action, flags);
        }

        return modified.Count > 0 ? $"OK [MODIFIED {UidSet.Write(modified)}]" : "OK";
    }

    private void Change(FakeView view, string action, List<string> flags)
    {
        var message = view.Message;
        var knewAll = view.ToldModSeq == message.ModSeq;
        var old = server.Always(FakeFault.FlagsOverwritten) ? view.ToldFlags : message.Flags;
        var now = new HashSet<string>(old, StringComparer.OrdinalIgnoreCase);
        if (action[0] == '+')
            now.UnionWith(flags);
        else
            now.ExceptWith(flags);
        if (!now.SetEquals(message.Flags))
        {
            message.Flags = now;
            Mailbox.HighestModSeq++;
            if (!server.Always(FakeFault.ModSeqStandsStill))
                message.ModSeq = Mailbox.HighestModSeq;
            Mailbox.Uses(now);
        }

        if (!knewAll || !action.EndsWith(".SILENT", StringComparison.OrdinalIgnoreCase))
            TellFlags(view);
        else if (_hasModSeq)
            Line($"* {Number(view)} FETCH ({Item(view, "UID")} {Item(view, "MODSEQ")})");
        Told(view);
    }

    private string Search(bool byUid, List<ImapNode> arguments)
    {
        var extended = arguments[0].Is("RETURN");
        var keys = arguments.Skip(extended ? 2 : 0).ToList();
        var hits = _views.Where(v => Matches(v.Message, Number(v), keys)).Select(v => byUid ? v.Message.Uid : Number(v)).ToList();
        if (byUid && server.Always(FakeFault.SearchFindsExpunged))
            hits = [.. hits.Concat(_expunged.Where(m => Matches(m, 0, keys)).Select(m => m.Uid)).Order()];
        if (hits.Count > 0 && server.Seldom(FakeFault.SearchMissesHit))
            hits.RemoveAt(hits.Count / 2);
        if (_views.Count > 0 && server.Seldom(FakeFault.SearchHasFalseHit))
            hits = [.. _views.Select(v => byUid ? v.Message.Uid : Number(v))];
        if (!extended)
            Line($"* SEARCH{string.Concat(hits.Select(h => $" {h}"))}");
        else if (hits.Count == 0)
            Line($"* ESEARCH (TAG \"{_tag}\"){(byUid ? " UID" : "")} COUNT 0");
        else
            Line($"* ESEARCH (TAG \"{_tag}\"){(byUid ? " UID" : "")} MIN {hits[0]} MAX {hits[^1]} COUNT {hits.Count} ALL {UidSet.Write(hits)}");
        return "OK";
    }

    // The fault: an index of the texts that is one message behind.
    private bool Matches(FakeMessage message, uint number, List<ImapNode> keys) =>
        new FakeSearch(message, number, !server.Always(FakeFault.SearchMissesNewText) || message.Uid + 1 < Mailbox.UidNext, keys).Matches();

    private string Copy(bool byUid, List<ImapNode> arguments)
    {
        var views = Targets(byUid, arguments[0].Text);
        if (views.Exists(v => v.Message.IsGone))
            return "NO [EXPUNGEISSUED] some are gone";
        if (views.Count > 1 && server.Seldom(FakeFault.CopyLeavesOut))
            views.RemoveAt(0);
        return views.Count == 0 ? "OK" : $"OK {CopyTo(server.Mailboxes[arguments[1].Text], views, FakeFault.CopyDoubles)}";
    }

    private string Move(bool byUid, List<ImapNode> arguments)
    {
        var to = server.Mailboxes[arguments[1].Text];
        var views = Targets(byUid, arguments[0].Text);
        if (views.Exists(v => v.Message.IsGone))
            return "NO [EXPUNGEISSUED] some are gone";
        if (views.Count == 0)
            return "OK";
        Line($"* OK {CopyTo(to, views, FakeFault.MoveDoubles)} moved");
        if (server.Seldom(FakeFault.MoveLoses))
            to.Remove(to.Messages[^1]);
        foreach (var view in views)
            Mailbox.Remove(view.Message);
        return "OK";
    }

    private string CopyTo(FakeMailbox to, List<FakeView> views, FakeFault doubles)
    {
        var copies = new List<uint>();
        foreach (var message in views.Select(v => v.Message))
            copies.Add(to.Add(message.Text, message.InternalDate, message.Flags).Uid);
        if (server.Seldom(doubles))
            to.Add(views[0].Message.Text, views[0].Message.InternalDate, views[0].Message.Flags);
        return $"[COPYUID {to.UidValidity} {string.Join(',', views.Select(v => v.Message.Uid))} {UidSet.Write(copies)}]";
    }

    // What others have done, as far as it may be told now.
    private void Synchronise(bool mayExpunge)
    {
        if (mayExpunge)
            TellExpunged();
        var before = _views.Count;
        AddNew();
        if (_views.Count > before && !server.Seldom(FakeFault.ExistsNeverAnnounced))
            Line($"* {_views.Count - (before > 1 && server.Seldom(FakeFault.ExistsFalls) ? _views.Count - before + 1 : 0)} EXISTS");
        foreach (var view in _views.Where(v => !v.Message.IsGone && v.Message.ModSeq > v.ToldModSeq).ToList())
        {
            if (server.Seldom(FakeFault.ChangeNeverTold))
                view.ToldModSeq = view.Message.ModSeq;
            else
                TellFlags(view);
        }
    }

    private void TellExpunged()
    {
        var gone = _views.Where(v => v.Message.IsGone).ToList();
        if (gone.Count > 0 && _hasResync)
            Line($"* VANISHED {UidSet.Write(gone.Select(v => v.Message.Uid))}");
        foreach (var view in gone)
        {
            if (!_hasResync)
                Line($"* {Number(view)} EXPUNGE");
            _views.Remove(view);
            _expunged.Add(view.Message);
        }
    }

    private void AddNew()
    {
        foreach (var message in Mailbox.Messages.Where(m => m.Uid > _toldUid))
        {
            _views.Add(new FakeView(message) { IsRecent = !message.RecentIsTaken, ToldModSeq = message.ModSeq });
            message.RecentIsTaken |= _canWrite && !server.Always(FakeFault.RecentTwice);
            _toldUid = message.Uid;
        }
    }
}
