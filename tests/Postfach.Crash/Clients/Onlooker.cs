using System.Globalization;
using System.Text.RegularExpressions;
using Postfach.Crash.Ledger;

namespace Postfach.Crash.Clients;

/// <summary>Looks at what comes into a mailbox and changes nothing: what a client has been shown is durable.</summary>
internal sealed partial class Onlooker(ServeProcess serve, AccountLedger ledger, string mailbox)
{
    /// <exception cref="IOException">The server is gone.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        await using var imap = await ImapWire.LogInAsync(serve.EndPoint("imap"), ledger.User, CrashSettings.Password, ct);
        var next = (await imap.RunAsync($"EXAMINE {mailbox}", ct))["UIDNEXT"];
        while (true)
        {
            var answer = await imap.RunAsync($"UID FETCH {next}:* (BODY.PEEK[HEADER.FIELDS (X-CRASH)])", ct);
            foreach (var response in answer.Untagged)
            {
                if (Uid().Match(response.Text) is not { Success: true } match || response.Literals.Count == 0)
                    continue;
                var uid = uint.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
                if (uid < next || TestMessage.Find(response.Literals[0]) is not { } found)
                    continue;
                ledger.Witness(mailbox, uid, found.Id);
                next = Math.Max(next, uid + 1);
            }
        }
    }

    [GeneratedRegex(@"\bUID ([0-9]+)")]
    private static partial Regex Uid();
}
