using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Postfach.Stress.Model;
using Postfach.Stress.Wire;

namespace Postfach.Stress.Sessions;

/// <summary>
/// A client's session: sends commands in one piece, reads what comes, keeps its view, and compares each word with what it knows. Not thread-safe.
/// </summary>
/// <param name="wanted">CONDSTORE, QRESYNC or nothing, as far as the server has it.</param>
internal sealed partial class ImapSession(
    string name, string wanted, AccountModel account, StressSettings settings, StressReport report) : IAsyncDisposable
{
    public const string Header = "BODY.PEEK[HEADER.FIELDS (X-STRESS)]";

    private static readonly string[] Data = ["RFC822.SIZE", "INTERNALDATE", "ENVELOPE", "BODYSTRUCTURE"];

    private readonly Dictionary<string, Remembered> _remembered = [];
    private readonly Dictionary<(string Mailbox, uint Uid), ulong> _modSeqs = [];
    private readonly Dictionary<string, ImapCommand> _pending = [];
    private readonly List<string> _order = [];
    private ImapStream? _stream;
    private List<byte[]>? _selecting;
    // The answers to a SELECT are kept until its end, and applied then.
    private bool _applying;
    private bool _verifying;
    private int _tags;

    public string Name => name;

    public HashSet<string> Capabilities { get; } = new(StringComparer.OrdinalIgnoreCase);

    public bool HasModSeq { get; private set; }

    public bool HasResync { get; private set; }

    public SessionView? View { get; private set; }

    /// <summary>The last STATUS.</summary>
    public IReadOnlyDictionary<string, ulong> Status { get; private set; } = new Dictionary<string, ulong>();

    public bool IsOpen => _stream is not null;

    /// <summary>Whether to name the UIDs that it knows at the next resynchronisation.</summary>
    public Func<bool> NamesKnownUids { get; init; } = () => false;

    /// <summary>Something untagged has come since it was set to false.</summary>
    public bool Heard { get; set; }

    /// <summary>Flags that only this session changes in the selected mailbox, for comparing.</summary>
    public Func<string, IReadOnlyCollection<string>> OwnFlags { get; init; } = _ => [];

    public IEnumerable<string> Log => _stream?.Log ?? [];

    private ImapStream Stream => _stream ?? throw new InvalidOperationException("There is no connection");

    private SessionView Selected => View ?? throw new RuleBrokenException(Rule.Grammar, "a message's data came, and no mailbox is selected");

    public async Task OpenAsync(CancellationToken ct)
    {
        _stream = await ImapStream.ConnectAsync(settings.Server.Imap, ct);
        await ReadAsync(ct);
        await RunAsync([new ImapCommand("LOGIN", $"LOGIN {account.User.Name} {account.User.Password}"), new ImapCommand("CAPABILITY", "CAPABILITY")], ct);
        account.NamesUids = Capabilities.Contains("UIDPLUS") || Capabilities.Contains("IMAP4rev2");
        HasResync = wanted == "QRESYNC" && Capabilities.Contains("QRESYNC");
        HasModSeq = HasResync || (wanted.Length > 0 && Capabilities.Contains("CONDSTORE"));
        if (HasModSeq)
            await RunAsync([new ImapCommand("ENABLE", $"ENABLE {(HasResync ? "QRESYNC" : "CONDSTORE")}")], ct);
    }

    public async Task LogOutAsync(CancellationToken ct)
    {
        Remember();
        await RunAsync([new ImapCommand("LOGOUT", "LOGOUT")], ct);
        await DisposeAsync();
    }

    public async Task SelectAsync(string mailbox, bool canWrite, CancellationToken ct)
    {
        Remember();
        var resync = HasResync ? _remembered.GetValueOrDefault(mailbox) : null;
        var parameter = resync is null ? HasModSeq ? " (CONDSTORE)" : "" :
            $" (QRESYNC ({resync.UidValidity} {resync.Complete}{resync.KnownUids}))";
        var before = account.HighestModSeq(mailbox);
        var view = View = new SessionView(mailbox, canWrite, account.NextTick());
        _selecting = [];
        var verb = canWrite ? "SELECT" : "EXAMINE";
        await RunAsync([new ImapCommand(resync is null ? verb : "resynchronise", $"{verb} {mailbox}{parameter}")], ct);
        try
        {
            Guard(() => ApplySelection(view, resync, before), "SELECT");
            await LearnAsync(ct);
            view.Complete = Math.Max(view.Complete, view.AllKnown ? view.SelectedAt : 0);
            if (resync is not null)
                await RunAsync([new ImapCommand("FETCH", "UID FETCH 1:* (FLAGS MODSEQ)") { Missing = [.. view.Messages] }], ct);
        }
        catch (RuleBrokenException e) when (resync is not null && (e.Rule == Rule.UidMap || e.Rule == Rule.SequenceNumber || e.Rule == Rule.Exists))
        {
            throw new RuleBrokenException(Rule.Resync, e.What);
        }
    }

    public async Task CloseAsync(string command, CancellationToken ct)
    {
        Remember();
        await RunAsync([new ImapCommand(command, command)], ct);
        View = null;
    }

    /// <summary>Sends all of them at once, and waits for all answers.</summary>
    public async Task RunAsync(IReadOnlyList<ImapCommand> commands, CancellationToken ct)
    {
        var bytes = new List<byte>();
        foreach (var command in commands)
        {
            command.Sending();
            report.Counted(command.Name);
            bytes.AddRange(Encoding.Latin1.GetBytes($"{Begin(command)} {command.Text}"));
            if (command.Literal is { } literal)
                bytes.AddRange([.. Encoding.Latin1.GetBytes($" {{{literal.Length}+}}\r\n"), .. literal]);
            bytes.AddRange("\r\n"u8);
        }

        await Stream.SendAsync(bytes.ToArray(), ct);
        while (_pending.Count > 0)
            Handle(await ReadAsync(ct));
        // What has come behind the last answer came while no command was in progress.
        while (Stream.TakeReceived() is { } line)
            Handle(line);
    }

    /// <summary>Waits for what comes while no command is in progress.</summary>
    public async Task ListenAsync(TimeSpan time, CancellationToken ct)
    {
        while (await Stream.ReadAsync(time, ct) is { } line)
            Handle(line);
    }

    public async Task IdleAsync(TimeSpan time, CancellationToken ct)
    {
        var command = new ImapCommand("IDLE", "IDLE");
        report.Counted(command.Name);
        await Stream.SendAsync($"{Begin(command)} IDLE\r\n", ct);
        var line = await ReadAsync(ct);
        for (; line[0] != '+'; line = await ReadAsync(ct))
            Handle(line);
        await ListenAsync(time, ct);
        await Stream.SendAsync("DONE\r\n", ct);
        while (_pending.Count > 0)
            Handle(await ReadAsync(ct));
    }

    /// <summary>Asks for the UID, flags and header of each message that was announced without; first searches for those that are new.</summary>
    public async Task LearnAsync(CancellationToken ct)
    {
        var view = Selected;
        var numbers = Enumerable.Range(1, view.Messages.Count).Where(n => !IsKnown(view, view.Messages[n - 1])).Select(n => (uint)n).ToList();
        if (numbers.Count == 0)
            return;
        var news = new NewMessages(view);
        var fetch = new ImapCommand("FETCH", $"FETCH {UidSet.Write(numbers)} (UID FLAGS {(HasModSeq ? "MODSEQ " : "")}{Header})") { ForbidsExpunge = true };
        await RunAsync([.. news.Searches, fetch], ct);
        news.Check(account);
    }

    /// <summary>NOOP until nothing comes any more; then the view must be what a FETCH says.</summary>
    public async Task<Picture> SettleAsync(CancellationToken ct)
    {
        var quiet = 0;
        for (var i = 0; quiet < 2; i++)
        {
            if (i == 50)
                throw new RuleBrokenException(Rule.NeverTold, "fifty NOOPs, and still there is something new");
            Heard = false;
            await RunAsync([new ImapCommand("NOOP", "NOOP") { Done = NoopDone }], ct);
            quiet = Heard ? 0 : quiet + 1;
            await LearnAsync(ct);
        }

        _verifying = true;
        await RunAsync([new ImapCommand("FETCH", $"UID FETCH 1:* (FLAGS{(HasModSeq ? " MODSEQ" : "")})") { Missing = [.. Selected.Messages] }], ct);
        _verifying = false;
        var messages = new SortedDictionary<uint, (IReadOnlySet<string>, ulong)>();
        foreach (var message in Selected.Messages)
            messages[message.Uid] = (message.LastingFlags ?? [], message.ModSeq);
        return new Picture(Selected.Mailbox, messages);
    }

    /// <summary>After a NOOP's answer, all up to the highest mod-sequence that was seen is in the view.</summary>
    public void NoopDone(TaggedAnswer answer)
    {
        MustBeOk("NOOP", answer);
        if (View is { } view && view.AllKnown)
            view.Complete = view.HighestSeen;
    }

    public async ValueTask DisposeAsync()
    {
        View = null;
        _pending.Clear();
        _order.Clear();
        if (_stream is { } stream)
            await stream.DisposeAsync();
        _stream = null;
    }

    private static void MustBeOk(string command, TaggedAnswer answer)
    {
        if (!answer.IsOk)
            throw new RuleBrokenException(Rule.Refused, $"{command}: {answer.Text}");
    }

    private bool IsKnown(SessionView view, MessageView message) =>
        message.Uid != 0 && message.Flags is not null && account.Marker(view.Mailbox, message.Uid) is not null;

    private void Remember()
    {
        if (View is { Complete: > 0, AllKnown: true } view)
            _remembered[view.Mailbox] = new Remembered(view.UidValidity, view.Complete, [.. view.Messages], NamesKnownUids());
    }

    private string Begin(ImapCommand command)
    {
        var tag = $"{++_tags}";
        _pending.Add(tag, command);
        _order.Add(tag);
        return tag;
    }

    private async Task<byte[]> ReadAsync(CancellationToken ct) =>
        await Stream.ReadAsync(settings.Patience, ct) ?? throw new RuleBrokenException(Rule.Connection, $"no answer within {settings.Patience.TotalSeconds} s");

    private void Handle(byte[] line) => Guard(
        () =>
        {
            if (line.AsSpan().StartsWith("* "u8))
                HandleUntagged(line);
            else
                HandleTagged(Encoding.Latin1.GetString(line));
        },
        Encoding.Latin1.GetString(line));

    private static void Guard(Action read, string what)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            throw new RuleBrokenException(Rule.Grammar, $"{e.Message}: {what}");
        }
    }

    private void HandleTagged(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || !_pending.Remove(line[..space], out var command))
            throw new RuleBrokenException(Rule.Grammar, $"no command has the tag of {line}");
        _order.Remove(line[..space]);
        var answer = new TaggedAnswer(line[(space + 1)..], command.Told);
        if (command.Done is { } done)
            done(answer);
        else
            MustBeOk(command.Text, answer);
        var leftOut = command.Missing?.FirstOrDefault(m => m.Uid != 0 && View?.Find(m.Uid) == m && !account.MayBeGone(View.Mailbox, m.Uid));
        if (answer.IsOk && leftOut is not null)
            throw new RuleBrokenException(Rule.FetchLeftOut, $"{command.Text}: nothing came for UID {leftOut.Uid}");
    }

    private void HandleUntagged(byte[] line)
    {
        var tokens = new ImapTokens(line.AsSpan(2));
        var word = tokens.Next().Text.ToUpperInvariant();
        if (word is "OK" or "NO" or "BAD" or "BYE" or "PREAUTH")
        {
            HandleCondition(word, tokens.Rest, line);
            return;
        }

        if (word == "CAPABILITY")
        {
            Capabilities.Clear();
            Capabilities.UnionWith(tokens.ReadAll().Select(n => n.Text));
            return;
        }

        if (_selecting is not null)
        {
            _selecting.Add(line);
            return;
        }

        Heard = true;
        HandleData(word, tokens.ReadAll());
    }

    private void HandleCondition(string word, string rest, byte[] line)
    {
        if (word == "BAD" || (word == "BYE" && !_pending.Values.Any(c => c.Name == "LOGOUT")))
            throw new RuleBrokenException(word == "BAD" ? Rule.Refused : Rule.Connection, $"{word} {rest}");
        if (_selecting is not null && rest.StartsWith("[CLOSED]", StringComparison.OrdinalIgnoreCase))
            _selecting.Clear();
        _selecting?.Add(line);
        if (_order.Select(t => _pending[t]).FirstOrDefault(c => c.IsMove) is { } move)
            move.Told.Add(rest);
    }

    private void HandleData(string word, List<ImapNode> items)
    {
        if (uint.TryParse(word, CultureInfo.InvariantCulture, out var number))
        {
            HandleMessageData(number, items);
            return;
        }

        switch (word)
        {
            case "FLAGS":
                Selected.ApplicableFlags(items[0].List.Select(n => n.Text));
                break;
            case "VANISHED":
                HandleVanished(items);
                break;
            case "STATUS":
                Status = items[1].List.Chunk(2).ToDictionary(p => p[0].Text.ToUpperInvariant(), p => ulong.Parse(p[1].Text, CultureInfo.InvariantCulture));
                break;
            case "SEARCH":
                Search(_order.Select(t => _pending[t]).FirstOrDefault(c => c.IsSearch)).Hits.ReadSearch(items);
                break;
            case "ESEARCH":
                var tag = items.Select(i => i.List).FirstOrDefault(l => l.Count == 2 && l[0].Is("TAG"))?[1].Text ?? "";
                Search(_pending.GetValueOrDefault(tag)).Hits.ReadExtended(items);
                break;
        }
    }

    private static ImapCommand Search(ImapCommand? command) =>
        command is { IsSearch: true } ? command : throw new RuleBrokenException(Rule.Search, "results came that no command has asked for");

    private void HandleMessageData(uint number, List<ImapNode> items)
    {
        switch (items[0].Text.ToUpperInvariant())
        {
            case "EXISTS":
                Selected.Exists(number);
                break;
            case "EXPUNGE":
                CheckExpungeMoment($"{number} EXPUNGE");
                if (HasResync)
                    throw new RuleBrokenException(Rule.VanishedForExpunge, $"{number} EXPUNGE, and QRESYNC is enabled");
                ToldGone(Selected.Expunge(number).Uid);
                break;
            case "FETCH":
                HandleFetch(number, items[1].List);
                break;
        }
    }

    private void HandleVanished(List<ImapNode> items)
    {
        if (items[0].List.Any())
            throw new RuleBrokenException(Rule.Resync, "VANISHED (EARLIER), and nothing has asked for it");
        if (!HasResync)
            throw new RuleBrokenException(Rule.VanishedForExpunge, "VANISHED, and QRESYNC is not enabled");
        CheckExpungeMoment($"VANISHED {items[0].Text}");
        foreach (var uid in UidSet.Read(items[0].Text))
        {
            Selected.Vanished(uid);
            ToldGone(uid);
        }
    }

    private void CheckExpungeMoment(string what)
    {
        if (_applying)
            return;
        if (_pending.Count == 0)
            throw new RuleBrokenException(Rule.ExpungeMoment, $"{what} while no command is in progress");
        if (_pending.Values.FirstOrDefault(c => c.ForbidsExpunge) is { } command)
            throw new RuleBrokenException(Rule.ExpungeMoment, $"{what} while {command.Text} is answered");
    }

    private void ToldGone(uint uid)
    {
        if (uid != 0)
            account.ToldGone(Selected.Mailbox, uid);
    }

    private void HandleFetch(uint number, IReadOnlyList<ImapNode> items)
    {
        var message = Selected.At(number);
        var data = new Dictionary<string, ImapNode>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i + 1 < items.Count; i += 2)
            data[items[i].Text] = items[i + 1];
        if (data.TryGetValue("UID", out var uid))
            Selected.Learn(number, uint.Parse(uid.Text, CultureInfo.InvariantCulture));
        foreach (var command in _pending.Values)
            command.Missing?.Remove(message);
        HandleChangeable(message, data);
        if (message.Uid != 0)
            HandleStaticData(message.Uid, data);
    }

    private void HandleStaticData(uint uid, Dictionary<string, ImapNode> data)
    {
        var mailbox = Selected.Mailbox;
        foreach (var (item, value) in data)
        {
            if (item.StartsWith("BODY[HEADER.FIELDS", StringComparison.OrdinalIgnoreCase) && MarkerPattern().Match(value.Text) is { Success: true } match)
                account.Seen(mailbox, uid, match.Value);
            if (item.StartsWith("BODY[", StringComparison.OrdinalIgnoreCase) || Data.Contains(item, StringComparer.OrdinalIgnoreCase))
                account.SawStaticData(mailbox, uid, item.ToUpperInvariant(), value.ToString());
        }
    }

    private void HandleChangeable(MessageView message, Dictionary<string, ImapNode> data)
    {
        var modSeq = data.TryGetValue("MODSEQ", out var node) ? ulong.Parse(node.List[0].Text, CultureInfo.InvariantCulture) : 0;
        if (modSeq > 0)
            HandleModSeq(message, modSeq);
        if (!data.TryGetValue("FLAGS", out var list))
            return;
        var flags = new HashSet<string>(list.List.Select(n => n.Text), StringComparer.OrdinalIgnoreCase);
        CheckFlags(message, flags, modSeq);
        (message.Flags, message.FlagsModSeq) = (flags, modSeq);
    }

    private void HandleModSeq(MessageView message, ulong modSeq)
    {
        var key = (Selected.Mailbox, message.Uid);
        if (message.Uid != 0 && _modSeqs.TryGetValue(key, out var before) && before > modSeq && !account.MayBeGone(key.Mailbox, message.Uid))
            throw new RuleBrokenException(Rule.ModSeq, $"UID {message.Uid} of {key.Mailbox} had MODSEQ {before}, now {modSeq}");
        if (message.Uid != 0)
            _modSeqs[key] = modSeq;
        message.ModSeq = modSeq;
        Selected.HighestSeen = Math.Max(Selected.HighestSeen, modSeq);
    }

    private void CheckFlags(MessageView message, HashSet<string> flags, ulong modSeq)
    {
        var what = $"UID {message.Uid} of {Selected.Mailbox}";
        var unknown = flags.FirstOrDefault(f => !f.StartsWith('\\') && !Selected.Flags.Contains(f));
        if (unknown is not null)
            throw new RuleBrokenException(Rule.Keyword, $"{what} has {unknown}; FLAGS told {string.Join(' ', Selected.Flags)}");
        if (message.Uid != 0 && flags.Contains("\\Recent"))
            account.SawRecent(Selected.Mailbox, message.Uid, Selected.Selection, Selected.CanWrite);
        if (message.LastingFlags is { } old && !old.SetEquals(SessionView.WithoutRecent(flags)))
            CheckChange(message, $"{what}: {string.Join(' ', old)} is now {string.Join(' ', flags)}", modSeq);
        if (message.Uid == 0 || account.MayBeGone(Selected.Mailbox, message.Uid))
            return;
        foreach (var flag in OwnFlags(Selected.Mailbox))
        {
            if (account.OwnFlag(Selected.Mailbox, message.Uid, flag) is { } value && value != flags.Contains(flag))
                throw new RuleBrokenException(Rule.LostFlag, $"{what}: this session has {(value ? "set" : "cleared")} {flag}; the flags are {string.Join(' ', flags)}");
        }
    }

    private void CheckChange(MessageView message, string what, ulong modSeq)
    {
        if (modSeq > 0 && Selected.ResyncedTo >= modSeq && message.FlagsModSeq < modSeq)
            throw new RuleBrokenException(Rule.Resync, $"{what} with MODSEQ {modSeq}; HIGHESTMODSEQ was {Selected.ResyncedTo} at the resynchronisation");
        if (modSeq > 0 && message.FlagsModSeq == modSeq && settings.ModSeqMayRunAhead)
            report.Counted("known fault: MODSEQ ahead of FLAGS");
        else if (modSeq > 0 && message.FlagsModSeq == modSeq && !account.MayBeGone(Selected.Mailbox, message.Uid))
            throw new RuleBrokenException(Rule.ModSeq, $"{what}, and MODSEQ stays {modSeq}");
        if (_verifying)
            throw new RuleBrokenException(Rule.NeverTold, $"{what}, and no NOOP has told it");
    }

    private void ApplySelection(SessionView view, Remembered? resync, ulong before)
    {
        var lines = _selecting ?? [];
        _selecting = null;
        var highest = 0UL;
        foreach (var text in lines.Select(Encoding.Latin1.GetString))
        {
            view.UidValidity = (uint)(TaggedAnswer.Number(text, "UIDVALIDITY") ?? view.UidValidity);
            highest = TaggedAnswer.Number(text, "HIGHESTMODSEQ") ?? highest;
        }

        account.Selected(view.Mailbox, view.UidValidity);
        if (highest > 0)
            account.ToldHighestModSeq(view.Mailbox, highest, before);
        foreach (var message in resync?.Resynchronised(lines) ?? [])
            view.Add(message);
        _applying = true;
        foreach (var line in lines)
            ApplySelectionData(line);
        _applying = false;
        (view.SelectedAt, view.HighestSeen) = (highest, Math.Max(view.HighestSeen, highest));
        if (resync is not null)
            (view.ResyncedTo, view.Complete) = (highest, highest);
    }

    private void ApplySelectionData(byte[] line)
    {
        var tokens = new ImapTokens(line.AsSpan(2));
        var word = tokens.Next().Text.ToUpperInvariant();
        if (word is "OK" or "NO")
            return;
        var items = tokens.ReadAll();
        if (!(word == "VANISHED" && items[0].List.Any()))
            HandleData(word, items);
    }

    [GeneratedRegex("m[0-9]{9}")]
    private static partial Regex MarkerPattern();
}
