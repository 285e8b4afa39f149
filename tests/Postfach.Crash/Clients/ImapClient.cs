using System.Text;
using Postfach.Crash.Ledger;

namespace Postfach.Crash.Clients;

/// <summary>
/// Appends, stores, moves and expunges at random, up to three commands at once, until the server is gone. It changes only messages that are its own.
/// </summary>
internal sealed class ImapClient(ServeProcess serve, AccountLedger ledger, List<LedgerEntry> own, string name, Random random, Fuse fuse)
{
    private const int PieceBytes = 64 << 10;
    private const int EnoughMessages = 60;

    private static readonly string[] Flags = [@"\Seen", @"\Flagged", @"\Answered", @"\Draft", "$One", "$Two", "Three"];

    private int _messages;

    /// <exception cref="IOException">The server is gone.</exception>
    /// <exception cref="RefusedException">It refused what it must do.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        await using var imap = await ImapWire.LogInAsync(serve.EndPoint("imap"), ledger.User, CrashSettings.Password, ct);
        fuse.Tick();
        while (true)
        {
            var mailbox = random.GetItems(CrashSettings.Mailboxes, 1)[0];
            await imap.RunAsync($"SELECT {mailbox}", ct);
            for (var batches = random.Next(1, 8); batches > 0; batches--)
                await RunBatchAsync(imap, mailbox, ct);
        }
    }

    private async Task RunBatchAsync(ImapWire imap, string mailbox, CancellationToken ct)
    {
        // No two commands of a batch are about the same message.
        var free = own.Where(e => e.Now?.Mailbox == mailbox).ToList();
        var steps = new List<Step>();
        for (var count = random.Next(1, 4); count > 0; count--)
            steps.Add(NextStep(imap.NextTag(), mailbox, free));
        var bytes = steps.SelectMany(s => s.Bytes).ToArray().AsMemory();
        for (; bytes.Length > 0; bytes = bytes[Math.Min(PieceBytes, bytes.Length)..])
        {
            await imap.SendAsync(bytes[..Math.Min(PieceBytes, bytes.Length)], ct);
            fuse.Tick();
        }

        foreach (var step in steps)
        {
            var answer = await imap.ReadAnswerAsync(step.Tag, ct);
            if (!answer.IsOk)
                throw new RefusedException(step.Change.Kind, answer.Text);
            ledger.Acknowledge(step.Change, step.UidOf(answer));
            fuse.Tick();
        }
    }

    private Step NextStep(string tag, string mailbox, List<LedgerEntry> free)
    {
        var dice = random.Next(own.Count < EnoughMessages ? 100 : 70);
        if (dice >= 60 + Math.Min(40, free.Count * 4) || free.Count == 0)
            return Append(tag);
        var deleted = free.Where(e => e.Now?.Flags.Contains(@"\deleted", StringComparison.Ordinal) == true).ToList();
        if (dice < 15 && deleted.Count > 0)
            return Expunge(tag, Take(free, deleted));
        return dice < 30 ? Move(tag, mailbox, Take(free, free)) : Store(tag, Take(free, free), delete: own.Count > EnoughMessages || dice < 36);
    }

    /// <summary>Some of the candidates, which are then free no more.</summary>
    private List<LedgerEntry> Take(List<LedgerEntry> free, List<LedgerEntry> candidates)
    {
        var taken = random.GetItems(candidates.ToArray(), random.Next(1, 16)).Distinct().OrderBy(e => e.Now?.Uid).ToList();
        free.RemoveAll(taken.Contains);
        return taken;
    }

    private Step Append(string tag)
    {
        var mailbox = random.GetItems(CrashSettings.Mailboxes, 1)[0];
        var flags = random.GetItems(Flags, random.Next(3)).Distinct().ToArray();
        var (message, bytes) = TestMessage.Create($"{name}-{++_messages}", random);
        var change = ledger.BeginAppend(message, new Place(mailbox, 0, Place.FlagsOf(flags)), byLmtp: false);
        own.Add(change.Parts[0].Entry);
        var head = ImapWire.AppendHead(tag, mailbox, string.Join(' ', flags), bytes.Length);
        return new Step(tag, [.. Encoding.ASCII.GetBytes(head), .. bytes, .. "\r\n"u8], change, answer => _ => answer.AppendUid.Uid);
    }

    private Step Store(string tag, List<LedgerEntry> entries, bool delete)
    {
        var flags = delete ? [@"\Deleted"] : random.GetItems(Flags, random.Next(1, 3)).Distinct().ToArray();
        var operation = delete ? "+" : random.GetItems(["+", "-", ""], 1)[0];
        var change = ledger.Begin("store", entries, place => place with { Flags = Changed(place.Flags, operation, flags) });
        return Command(tag, $"UID STORE {Uids(entries)} {operation}FLAGS.SILENT ({string.Join(' ', flags)})", change, _ => _ => 0);
    }

    private Step Move(string tag, string mailbox, List<LedgerEntry> entries)
    {
        var target = random.GetItems(CrashSettings.Mailboxes.Where(m => m != mailbox).ToArray(), 1)[0];
        var uids = entries.ToDictionary(e => e, e => e.Now?.Uid ?? 0);
        var change = ledger.Begin("move", entries, place => new Place(target, 0, place.Flags));
        return Command(tag, $"UID MOVE {Uids(entries)} {target}", change, answer =>
        {
            var moved = answer.CopyUid.Uids.ToDictionary(u => u.From, u => u.To);
            return entry => moved.TryGetValue(uids[entry], out var to) ? to : throw new RefusedException("COPYUID", $"{uids[entry]} is missing: {answer.Text}");
        });
    }

    private Step Expunge(string tag, List<LedgerEntry> entries)
    {
        var change = ledger.Begin("expunge", entries, _ => null);
        return Command(tag, $"UID EXPUNGE {Uids(entries)}", change, _ => _ => 0);
    }

    private static Step Command(string tag, string command, Change change, Func<ImapAnswer, Func<LedgerEntry, uint>> uidOf) =>
        new(tag, Encoding.ASCII.GetBytes($"{tag} {command}\r\n"), change, uidOf);

    private static string Uids(List<LedgerEntry> entries) => string.Join(',', entries.Select(e => e.Now?.Uid));

    private static string Changed(string before, string operation, IEnumerable<string> flags)
    {
        var old = before.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var given = flags.Select(f => f.ToLowerInvariant());
        return Place.FlagsOf(operation switch
        {
            "+" => old.Concat(given),
            "-" => old.Except(given),
            _ => given,
        });
    }

    /// <summary>A command on its way.</summary>
    private sealed record Step(string Tag, byte[] Bytes, Change Change, Func<ImapAnswer, Func<LedgerEntry, uint>> UidOf);
}
