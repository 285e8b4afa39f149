using System.Globalization;
using System.Text;
using Postfach.Testing.Corpus;

namespace Postfach.Peers.Order;

/// <summary>Gives messages to both servers and asks both to order some of them. Both give them the same UIDs. Not thread-safe.</summary>
internal sealed class OrderComparison(ImapWire ours, ImapWire theirs)
{
    private static readonly string[] Keys = ["ARRIVAL", "SIZE", "CC", "DATE", "SUBJECT", "FROM", "TO", "DISPLAYFROM", "DISPLAYTO"];

    private readonly Dictionary<string, uint> _uids = [];

    /// <summary>What can be asked for, and the command for it.</summary>
    public static IReadOnlyDictionary<string, string> Orders { get; } = Keys
        .SelectMany(k => new[] { (Name: k, Command: $"UID SORT ({k})"), (Name: $"REVERSE {k}", Command: $"UID SORT (REVERSE {k})") })
        .Append((Name: "SUBJECT REVERSE DATE", Command: "UID SORT (SUBJECT REVERSE DATE)"))
        .Concat(new[] { "ORDEREDSUBJECT", "REFERENCES", "REFS" }.Select(a => (Name: a, Command: $"UID THREAD {a}")))
        .ToDictionary(o => o.Name, o => o.Command);

    public async Task AppendAsync(CorpusMessage message, CancellationToken ct)
    {
        var (one, other) = (await AppendAsync(ours, message.Bytes, ct), await AppendAsync(theirs, message.Bytes, ct));
        Assert.Equal(one, other);
        _uids.Add(message.Name, one);
    }

    /// <summary>Whether both put the messages in the same order, or into the same threads in the same order.</summary>
    public async Task<bool> AgreeAsync(string order, IEnumerable<string> messages, CancellationToken ct)
    {
        var command = $"{Orders[order]} UTF-8 UID {string.Join(',', messages.Select(m => _uids[m]))}";
        return (await AnswerAsync(ours, command, ct)).SequenceEqual(await AnswerAsync(theirs, command, ct));
    }

    private static async Task<IReadOnlyList<string>> AnswerAsync(ImapWire imap, string command, CancellationToken ct)
    {
        var answer = await imap.RunAsync(command, ct);
        return [.. answer.Untagged.Select(u => u.Text).Where(t => t.StartsWith("SORT", StringComparison.Ordinal) || t.StartsWith("THREAD", StringComparison.Ordinal))];
    }

    // Those without a date are ordered by when they arrived: that is said, so that it is the same for both. None arrives before another.
    private async Task<uint> AppendAsync(ImapWire imap, byte[] message, CancellationToken ct)
    {
        var tag = imap.NextTag();
        var head = string.Create(CultureInfo.InvariantCulture, $"{tag} APPEND INBOX \"15-Jul-2002 10:{_uids.Count:00}:00 +0000\" {{{message.Length}+}}\r\n");
        await imap.SendAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. message, .. "\r\n"u8], ct);
        return (await imap.ReadAnswerAsync(tag, ct)).AppendUid.Uid;
    }
}
