using System.Globalization;
using System.Text.RegularExpressions;

namespace Postfach.Retrieval.Tests.Imap;

/// <summary>A server that has several mailboxes and MOVE. It tells where messages have gone only when it announces UIDPLUS. RFC 6851, RFC 4315.</summary>
internal partial class FakeImapAccount : FakeImapServer
{
    private readonly Dictionary<string, Mailbox> _mailboxes = [];
    private Mailbox _open;
    private string _moved = "";

    /// <param name="others">Mailboxes besides INBOX, each with an attribute in front: <c>\Trash Trash</c>, <c>\None Work</c>.</param>
    public FakeImapAccount(params string[] others)
    {
        _mailboxes["INBOX"] = _open = new Mailbox("", Messages);
        foreach (var other in others)
            _mailboxes[other[(other.IndexOf(' ', StringComparison.Ordinal) + 1)..]] = new Mailbox(other.Split(' ')[0] is var use && use == "\\None" ? "" : use, new());
    }

    protected IEnumerable<SortedDictionary<uint, (byte[] Bytes, HashSet<string> Flags)>> All => _mailboxes.Values.Select(m => m.Messages);

    public SortedDictionary<uint, (byte[] Bytes, HashSet<string> Flags)> In(string mailbox) => _mailboxes[mailbox].Messages;

    public uint AddTo(string mailbox, byte[] bytes)
    {
        var box = _mailboxes[mailbox];
        if (box == _open)
        {
            Add(bytes);
            return UidNext - 1;
        }

        box.Messages[box.UidNext] = (bytes, []);
        return box.UidNext++;
    }

    protected override string Answer(string command)
    {
        if (command.StartsWith("LIST", StringComparison.Ordinal))
            return string.Concat(_mailboxes.Select(m => $"* LIST ({m.Value.Use}) \"/\" \"{m.Key}\"\r\n"));
        if (Naming().Match(command) is { Success: true } named)
            return At(named.Groups["name"].Value, command, isStatus: command.StartsWith("STATUS", StringComparison.Ordinal));
        if (Moving().Match(command) is { Success: true } moving)
            return Move(Named(moving.Groups["set"].Value, moving.Groups["uid"].Success), moving.Groups["name"].Value);
        return command.StartsWith("SEARCH UID ", StringComparison.Ordinal)
            ? string.Create(CultureInfo.InvariantCulture, $"* SEARCH {string.Join(' ', Uids(command.Split(' ')[2]).Select(Number))}\r\n")
            : base.Answer(command);
    }

    protected override string Code(string command) =>
        Moving().IsMatch(command) && Capabilities.Contains("UIDPLUS", StringComparison.Ordinal) ? $"[COPYUID 7 {_moved}] " : base.Code(command);

    /// <summary>Takes one out of the open mailbox.</summary>
    protected virtual void Take(uint uid) => Messages.Remove(uid);

    private List<uint> Named(string set, bool byUid) => byUid ? [.. Uids(set)] : [.. Numbers(set).Select(n => Messages.Keys.ElementAt((int)n - 1))];

    private string Move(List<uint> uids, string target)
    {
        var gone = "";
        var came = new List<uint>();
        foreach (var uid in uids)
        {
            var bytes = Messages[uid].Bytes;
            gone += string.Create(CultureInfo.InvariantCulture, $"* {Number(uid)} EXPUNGE\r\n");
            Take(uid);
            came.Add(AddTo(target, bytes));
        }

        _moved = $"{string.Join(',', uids)} {string.Join(',', came)}";
        return gone;
    }

    private string At(string name, string command, bool isStatus)
    {
        var before = _open;
        Open(_mailboxes[name]);
        var answer = base.Answer(command);
        if (!isStatus)
            return answer;
        Open(before);
        return answer.Replace("STATUS INBOX", $"STATUS \"{name}\"", StringComparison.Ordinal);
    }

    private void Open(Mailbox mailbox)
    {
        _open.UidNext = UidNext;
        (_open, Messages, UidNext) = (mailbox, mailbox.Messages, mailbox.UidNext);
    }

    [GeneratedRegex("^(?:STATUS|SELECT|EXAMINE) \"?(?<name>[^\"(]+?)\"?( \\(|$)")]
    private static partial Regex Naming();

    [GeneratedRegex("^(?<uid>UID )?MOVE (?<set>\\S+) \"?(?<name>[^\"]+)\"?$")]
    private static partial Regex Moving();

    private sealed class Mailbox(string use, SortedDictionary<uint, (byte[] Bytes, HashSet<string> Flags)> messages)
    {
        public string Use => use;

        public SortedDictionary<uint, (byte[] Bytes, HashSet<string> Flags)> Messages => messages;

        public uint UidNext { get; set; } = 1;
    }
}
