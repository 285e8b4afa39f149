using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Postfach.Server.Tests;

namespace Postfach.Peers;

/// <summary>Plays one transcript against a peer and notes where it answers differently.</summary>
internal sealed partial class PeerRun(string name, Transcript transcript, DovecotProcess peer) : IAsyncDisposable
{
    // The moment at which the clock of the transcripts begins.
    private const string ReceivedAt = "\"02-Nov-2026 08:00:00 +0000\"";

    private readonly Dictionary<int, PeerClient> _clients = [];
    private readonly Dictionary<string, string> _values = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>What a transcript says that no peer can be asked: our clock, our limits, our end.</summary>
    public static string? WhyNot(string path, Transcript transcript) =>
        File.ReadLines(path).FirstOrDefault(l => l.StartsWith("# dovecot: no", StringComparison.Ordinal)) is { } own ? own["# dovecot: no".Length..].Trim(' ', ',') :
        transcript.Lines.Any(l => l.Kind == 'X' && !l.Text.StartsWith("close", StringComparison.Ordinal)) ? "it moves the clock, stops the server or starts TLS" :
        transcript.Givens.Contains("no log-in without TLS") ? "it is about TLS" : null;

    public async Task<IReadOnlyList<PeerDifference>> PlayAsync()
    {
        foreach (var given in transcript.Givens)
            await PrepareAsync(given);
        var differences = new List<PeerDifference>();
        foreach (var step in PeerStep.Of(transcript.Lines))
        {
            if (await PlayAsync(step) is { } difference)
                differences.Add(difference);
        }

        return differences;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
            await client.DisposeAsync();
    }

    private async Task<PeerDifference?> PlayAsync(PeerStep step)
    {
        foreach (var line in step.Before)
        {
            if (line.Kind == 'C')
                await (await ConnectAsync(line.Connection)).SayAsync(transcript.Protocol == "lmtp" ? SizeParameter().Replace(line.Said, "") : line.SaidWith(_values));
            else if (_clients.Remove(line.Text[^1] - '0', out var closed))
                await closed.DisposeAsync();
        }

        List<string> ours = [], theirs = [];
        foreach (var wanted in step.Wanted.GroupBy(l => l.Connection))
        {
            var client = await ConnectAsync(wanted.Key);
            if (client.IsLost)
                continue;
            var lines = wanted.Select(l => l.Text).ToList();
            var heard = await client.HearAsync(lines);
            Compare(Answer(step, lines), Answer(step, heard), ours, theirs);
        }

        return ours.Count + theirs.Count == 0 ? null : new PeerDifference(name, step.Name, ours, theirs, "");
    }

    // What a server lists of itself is its own.
    private List<string> Answer(PeerStep step, List<string> lines) =>
        Normal.Responses(transcript.Protocol, step.Name.Equals("C: CAPA", StringComparison.OrdinalIgnoreCase) ? lines.Take(1) : lines);

    private void Compare(List<string> wanted, List<string> heard, List<string> ours, List<string> theirs)
    {
        // A status without a code is open as to which. What is open comes last, so that it takes nothing from what is not.
        foreach (var want in wanted.OrderBy(w => OpenStatus().IsMatch(w) ? 2 : w.Contains("...", StringComparison.Ordinal) ? 1 : 0))
        {
            var line = new TranscriptLine('S', 1, OpenStatus().IsMatch(want) ? want + "..." : want, 0, true);
            var at = heard.FindIndex(h => line.Matches(h, _values));
            if (at >= 0)
                heard.RemoveAt(at);
            else
                ours.Add(want);
        }

        theirs.AddRange(heard.Select(Normal.WithoutValues));
    }

    private async Task<PeerClient> ConnectAsync(int number)
    {
        if (_clients.TryGetValue(number, out var known))
            return known;
        var client = _clients[number] = await PeerClient.ConnectAsync(peer.EndPoint(transcript.Protocol), transcript.Protocol);
        if (!transcript.Givens.Contains("anna is logged in"))
            return client;
        await client.HearAsync(["*"]);
        IEnumerable<string> lines = transcript.Protocol == "imap" ? ["x LOGIN anna secret"] : ["USER anna", "PASS secret"];
        foreach (var line in transcript.Givens.Contains("INBOX is selected") ? lines.Append("x SELECT INBOX") : lines)
        {
            await client.SayAsync(line + "\r\n");
            await client.HearAsync(["x OK ..."]);
        }

        return client;
    }

    private async Task PrepareAsync(string given)
    {
        switch (given.Split('\n')[0].Split(' '))
        {
            case ["mailbox", var mailbox]:
                await using (var imap = await ImapWire.LogInAsync(peer.EndPoint("imap"), "anna", "secret", Ct))
                    await imap.RunAsync($"CREATE \"{mailbox}\"", Ct);
                break;
            case [var mailbox, "has", "a", "message", .. var with]:
                var text = string.Join("\r\n", given.Split('\n').Skip(1)) + "\r\n";
                await AppendAsync(mailbox, string.Join(' ', with.Skip(1)), [TranscriptLine.Unescape(text)]);
                break;
            case [var mailbox, "has", var count, .. (["messages"] or ["recent", "messages"])]:
                var numbers = Enumerable.Range(1, int.Parse(count, CultureInfo.InvariantCulture));
                await AppendAsync(mailbox, "", numbers.Select(n => $"Subject: {n}\r\n\r\n{n}\r\n"));
                break;
        }
    }

    private async Task AppendAsync(string mailbox, string flags, IEnumerable<string> messages)
    {
        await using var imap = await ImapWire.LogInAsync(peer.EndPoint("imap"), "anna", "secret", Ct);
        foreach (var message in messages)
        {
            await imap.SendAsync(Encoding.Latin1.GetBytes($"x APPEND {mailbox} ({flags}) {ReceivedAt} {{{message.Length}+}}\r\n{message}\r\n"), Ct);
            await imap.ReadAnswerAsync("x", Ct);
        }
    }

    // Dovecot's LMTP does not know SIZE.
    [GeneratedRegex(" SIZE=[0-9]+", RegexOptions.IgnoreCase)]
    private static partial Regex SizeParameter();

    [GeneratedRegex("^[^ ]+ (OK|NO|BAD)$")]
    private static partial Regex OpenStatus();
}
