using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Postfach.Retrieval.Tests.Imap;

/// <summary>
/// An IMAP server with one mailbox and the faults that real ones have and good ones do not: no UIDPLUS, refusals, bodies that it does not give, connections
/// that break, messages that it counts and does not show. It knows no more of the protocol than a retriever says.
/// </summary>
internal partial class FakeImapServer : IAsyncDisposable
{
    private readonly LoopbackServer _server;
    private uint? _limited;

    public FakeImapServer() => _server = new LoopbackServer(TalkAsync);

    public IPEndPoint EndPoint => _server.EndPoint;

    public SortedDictionary<uint, (byte[] Bytes, HashSet<string> Flags)> Messages { get; protected set; } = new();

    public string Capabilities { get; set; } = "IMAP4rev1";

    /// <summary>What it answers to a command instead of what is right: a tagged response without its tag; "BREAK" ends the connection. Null: what is right.</summary>
    public Func<string, string?> Quirk { get; set; } = _ => null;

    /// <summary>UIDs whose bodies it gives as NIL.</summary>
    public HashSet<uint> Nil { get; } = [];

    /// <summary>A search finds no more than so many.</summary>
    public int SearchCap { get; set; } = int.MaxValue;

    /// <summary>What it says of mod-sequences, and more it knows not of them; null: nothing.</summary>
    public ulong? HighestModSeq { get; set; }

    /// <summary>UIDs that it says are gone when it is asked by QRESYNC; null: it says nothing.</summary>
    public string? Vanished { get; set; }

    /// <summary>So many of the newest messages are shown, and all are counted.</summary>
    public int Shown { get; set; } = int.MaxValue;

    /// <summary>A command does no more than so many messages, the newest of those that it names, and says so. RFC 9738.</summary>
    public int MessageLimit { get; set; } = int.MaxValue;

    /// <summary>And does nothing at all where it names more.</summary>
    public bool RefusesMore { get; set; }

    /// <summary>EXPUNGE says OK and does nothing.</summary>
    public bool Lies { get; set; }

    public List<string> Commands { get; } = [];

    public uint UidNext { get; set; } = 1;

    public uint UidValidity { get; set; } = 7;

    public void Add(byte[] bytes, params string[] flags) => Messages[UidNext++] = (bytes, [.. flags]);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TalkAsync(NetworkStream stream, CancellationToken ct)
    {
        using var lines = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        await SendAsync(stream, $"* OK [CAPABILITY {Capabilities}] ready\r\n", ct);
        while (await lines.ReadLineAsync(ct) is { } line)
        {
            var (tag, command) = (line[..line.IndexOf(' ')], line[(line.IndexOf(' ') + 1)..]);
            Commands.Add(command);
            var quirk = Quirk(command);
            if (quirk == "BREAK")
                return;
            _limited = null;
            var answer = quirk is null ? Answer(command) : "";
            quirk ??= _limited is null ? $"OK {Code(command)}done" : RefusesMore ? $"NO [MESSAGELIMIT {MessageLimit}] too many" : $"OK [MESSAGELIMIT {MessageLimit} {_limited}] done in part";
            await SendAsync(stream, $"{(quirk.StartsWith("OK", StringComparison.Ordinal) ? answer : "")}{tag} {quirk}\r\n", ct);
            if (command == "LOGOUT")
                return;
        }
    }

    protected virtual string Code(string command) =>
        command.StartsWith("SELECT", StringComparison.Ordinal) ? "[READ-WRITE] " : command.StartsWith("EXAMINE", StringComparison.Ordinal) ? "[READ-ONLY] " : "";

    private static ValueTask SendAsync(NetworkStream stream, string text, CancellationToken ct) => stream.WriteAsync(Encoding.Latin1.GetBytes(text), ct);

    protected virtual string Answer(string command) => command.Split(' ') switch
    {
        ["CAPABILITY"] => $"* CAPABILITY {Capabilities}\r\n",
        ["LIST", ..] => "* LIST () \"/\" \"INBOX\"\r\n",
        ["STATUS", ..] => $"* STATUS INBOX (MESSAGES {Messages.Count} UIDVALIDITY {UidValidity} UIDNEXT {UidNext} UNSEEN {Messages.Count(m => !m.Value.Flags.Contains("\\Seen"))}{(HighestModSeq is { } modSeq ? $" HIGHESTMODSEQ {modSeq}" : "")})\r\n",
        ["ENABLE", ..] => "* ENABLED QRESYNC\r\n",
        ["SELECT" or "EXAMINE", ..] when command.Contains("QRESYNC", StringComparison.Ordinal) && Vanished is { } gone => $"{Answer("EXAMINE INBOX")}* VANISHED (EARLIER) {gone}\r\n",
        ["SELECT" or "EXAMINE", ..] => $"* {Messages.Count} EXISTS\r\n* OK [UIDVALIDITY {UidValidity}] .\r\n* OK [UIDNEXT {UidNext}] .\r\n* OK [PERMANENTFLAGS (\\Deleted \\*)] .\r\n{(HighestModSeq is { } modSeq ? $"* OK [HIGHESTMODSEQ {modSeq}] .\r\n" : "")}",
        ["UID", "SEARCH", .. var keys] => $"* SEARCH {string.Join(' ', Limit(Messages.Where(m => !keys.Contains("DELETED") || m.Value.Flags.Contains("\\Deleted")).Take(SearchCap).Select(m => m.Key)))}\r\n",
        ["UID", "STORE", var set, var action, var flags] => Store(Uids(set), action, flags.Trim('(', ')')),
        ["EXPUNGE"] => Expunge(Messages.Where(m => m.Value.Flags.Contains("\\Deleted")).Select(m => m.Key)),
        ["UID", "EXPUNGE", var set] => Expunge(Uids(set)),
        ["UID", "FETCH", var set, ..] => Fetch(Limit(Uids(set)), command),
        ["FETCH", var set, ..] => Fetch(Limit(Numbers(set).Select(n => Messages.Keys.ElementAt((int)n - 1))), command),
        _ => "",
    };

    /// <summary>What it tells of a message besides what all servers do.</summary>
    protected virtual string More(uint uid) => "";

    // What it shows of messages that a command names, and does with it.
    private List<uint> Limit(IEnumerable<uint> uids)
    {
        var shown = Messages.Keys.Skip(Messages.Count - Math.Min(Shown, Messages.Count)).ToHashSet();
        var all = uids.Where(shown.Contains).Order().ToList();
        if (all.Count <= MessageLimit)
            return all;
        _limited = all[^MessageLimit];
        return all[^MessageLimit..];
    }

    private string Store(IEnumerable<uint> uids, string action, string flag)
    {
        foreach (var uid in uids)
            _ = action[0] == '+' ? Messages[uid].Flags.Add(flag) : Messages[uid].Flags.Remove(flag);
        return "";
    }

    private string Expunge(IEnumerable<uint> uids)
    {
        var answer = new StringBuilder();
        foreach (var uid in Lies ? [] : uids.ToList())
        {
            answer.Append(CultureInfo.InvariantCulture, $"* {Number(uid)} EXPUNGE\r\n");
            Messages.Remove(uid);
        }

        return answer.ToString();
    }

    private string Fetch(IEnumerable<uint> uids, string command)
    {
        var answer = new StringBuilder();
        foreach (var uid in uids)
        {
            var (bytes, flags) = Messages[uid];
            var text = Encoding.Latin1.GetString(bytes);
            answer.Append(CultureInfo.InvariantCulture, $"* {Number(uid)} FETCH (UID {uid} FLAGS ({string.Join(' ', flags)}) RFC822.SIZE {bytes.Length} INTERNALDATE \"01-Mar-2026 10:00:00 +0000\"{More(uid)}");
            if (Part().Match(command) is { Success: true } part)
            {
                var offset = part.Groups[2].Success ? (int)Parse(part.Groups[2].Value) : 0;
                var whole = part.Groups[1].Value == "HEADER" ? text[..(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)] : text;
                var piece = part.Groups[2].Success ? whole[Math.Min(offset, whole.Length)..Math.Min(whole.Length, offset + (int)Parse(part.Groups[3].Value))] : whole;
                answer.Append(CultureInfo.InvariantCulture, $" BODY[{part.Groups[1].Value}]{(part.Groups[2].Success ? $"<{offset}>" : "")} ").Append(Nil.Contains(uid) ? "NIL" : $"{{{piece.Length}}}\r\n{piece}");
            }

            answer.Append(")\r\n");
        }

        return answer.ToString();
    }

    protected int Number(uint uid) => Messages.Keys.TakeWhile(k => k != uid).Count() + 1;

    // Names of messages; the last one where a range begins behind it.
    protected IEnumerable<uint> Uids(string set) => Numbers(set).Where(Messages.ContainsKey)
        .Concat(set.EndsWith('*') && Messages.Count > 0 && Parse(set.Split(':')[0]) > Messages.Keys.Last() ? [Messages.Keys.Last()] : []);

    protected IEnumerable<uint> Numbers(string set) => set.Split(',').SelectMany(range =>
    {
        var ends = range.Split(':').Select(e => e == "*" ? UidNext : Parse(e)).ToList();
        return Enumerable.Range((int)ends[0], Math.Max(0, (int)ends[^1] - (int)ends[0] + 1)).Select(n => (uint)n);
    });

    private static uint Parse(string text) => uint.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"BODY\.PEEK\[([A-Z]*)\](?:<([0-9]+)\.([0-9]+)>)?")]
    private static partial Regex Part();
}
