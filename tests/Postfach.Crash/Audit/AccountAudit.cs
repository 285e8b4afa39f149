using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Postfach.Crash.Ledger;

namespace Postfach.Crash.Audit;

/// <summary>Reads an account by IMAP, every byte of every message, and compares it with the ledger.</summary>
internal sealed partial class AccountAudit(ServeProcess serve, AccountLedger ledger, CrashReport report)
{
    private readonly List<(string Id, Seen Seen)> _found = [];

    public async Task RunAsync(CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        await using var imap = await ImapWire.LogInAsync(serve.EndPoint("imap"), ledger.User, CrashSettings.Password, ct);
        report.Opened(TimeProvider.System.GetElapsedTime(began));
        foreach (var mailbox in CrashSettings.Mailboxes)
            await ReadAsync(imap, mailbox, ct);
        ledger.Compare(_found.ToLookup(f => f.Id, f => f.Seen));
        report.Compared(_found.Count);
    }

    private async Task ReadAsync(ImapWire imap, string mailbox, CancellationToken ct)
    {
        var selected = await imap.RunAsync($"SELECT {mailbox}", ct);
        var status = await imap.RunAsync($"STATUS {mailbox} (MESSAGES UIDNEXT UIDVALIDITY)", ct);
        if (status["UIDNEXT"] != selected["UIDNEXT"] || status["UIDVALIDITY"] != selected["UIDVALIDITY"])
            report.Violation($"{ledger.User} {mailbox}: SELECT and STATUS do not agree");
        ledger.Compare(mailbox, selected["UIDVALIDITY"], selected["UIDNEXT"]);
        if (status["MESSAGES"] == 0)
            return;
        var fetched = await imap.RunAsync("UID FETCH 1:* (UID FLAGS INTERNALDATE BODY.PEEK[])", ct);
        var messages = fetched.Untagged.Where(u => u.Literals.Count > 0).ToList();
        if (messages.Count != status["MESSAGES"])
            report.Violation($"{ledger.User} {mailbox}: {status["MESSAGES"]} messages, but {messages.Count} can be fetched");
        foreach (var message in messages)
            Take(mailbox, message);
    }

    private void Take(string mailbox, ImapResponse response)
    {
        var item = Item().Match(response.Text);
        var bytes = response.Literals[0];
        if (!item.Success || TestMessage.Find(bytes) is not { } found)
        {
            report.Violation($"{ledger.User} {mailbox}: shows a message that is none of ours: {response.Text}");
            return;
        }

        var uid = uint.Parse(item.Groups["uid"].ValueSpan, CultureInfo.InvariantCulture);

        // Whether a message is recent depends on who looks.
        var flags = Place.FlagsOf(item.Groups["flags"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(f => f != @"\Recent"));
        _found.Add((found.Id, new Seen(new Place(mailbox, uid, flags), item.Groups["date"].Value)));
        CompareBytes(found, bytes);
    }

    private void CompareBytes((string Id, int Start) found, byte[] bytes)
    {
        if (!ledger.TryGet(found.Id, out var entry))
            return;
        var isTraced = Trace().IsMatch(Encoding.Latin1.GetString(bytes, 0, found.Start));
        if (entry.ByLmtp ? !isTraced : found.Start > 0)
            report.Violation($"{ledger.User}: {found.Id} has something else in front");
        if (!SHA256.HashData(bytes.AsSpan(found.Start)).AsSpan().SequenceEqual(entry.Message.Hash))
            report.Violation($"{ledger.User}: {found.Id} has other bytes than it had");
    }

    [GeneratedRegex(@"\bUID (?<uid>[0-9]+) FLAGS \((?<flags>[^)]*)\) INTERNALDATE ""(?<date>[^""]+)""")]
    private static partial Regex Item();

    [GeneratedRegex(@"\AReturn-Path: [^\r\n]+\r\nDelivered-To: [^\r\n]+\r\nReceived: [^\r\n]+(\r\n[ \t][^\r\n]+)*\r\n\z")]
    private static partial Regex Trace();
}
