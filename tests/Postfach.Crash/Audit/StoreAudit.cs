using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Crash.Audit;

/// <summary>
/// Opens the data folder with the store itself while no server runs, and looks at what IMAP does not show: clocks never go back, and the change feed is
/// only ever added to.
/// </summary>
internal sealed class StoreAudit(string dataFolder, CrashReport report)
{
    private readonly Dictionary<string, (ModSeq Clock, byte[] Feed)> _feeds = [];
    private readonly Dictionary<(string User, string Mailbox), (ModSeq Highest, Uid UidNext)> _mailboxes = [];

    public async Task RunAsync(CancellationToken ct)
    {
        await using var store = MailStore.Open(new StoreOptions { DataFolder = dataFolder }, TimeProvider.System, NullLoggerFactory.Instance);
        foreach (var user in new[] { CrashSettings.Anna, CrashSettings.Bert })
        {
            var found = UserName.TryParse(user, out var userName, out _) ? store.Users.Find(userName) : null;
            using var lease = await store.OpenAsync(found?.Account ?? throw new InvalidOperationException($"{user} is gone"), ct);
            CompareFeed(user, lease.Account);
            foreach (var name in CrashSettings.Mailboxes)
                await CompareMailboxAsync(user, lease.Account, name, ct);
        }
    }

    private void CompareFeed(string user, Account account)
    {
        if (_feeds.TryGetValue(user, out var before))
        {
            if (account.Clock < before.Clock)
                report.Violation($"{user}: the clock was {before.Clock} and is {account.Clock}");
            if (!Hash(account, before.Clock).AsSpan().SequenceEqual(before.Feed))
                report.Violation($"{user}: rows of the feed up to {before.Clock} have changed");
        }

        _feeds[user] = (account.Clock, Hash(account, account.Clock));
    }

    private async Task CompareMailboxAsync(string user, Account account, string name, CancellationToken ct)
    {
        var snapshot = (await account.OpenMailboxAsync(MailboxName.Parse(name), ct))?.Current ?? throw new InvalidOperationException($"{user} has no {name}");
        if (_mailboxes.TryGetValue((user, name), out var before) && (snapshot.HighestModSeq < before.Highest || snapshot.UidNext < before.UidNext))
            report.Violation($"{user} {name}: was at {before} and is at {(snapshot.HighestModSeq, snapshot.UidNext)}");
        if (snapshot.HighestModSeq > account.Clock || snapshot.Messages().Any(m => m.ModSeq > snapshot.HighestModSeq))
            report.Violation($"{user} {name}: a mod-sequence is beyond what counts them");
        _mailboxes[(user, name)] = (snapshot.HighestModSeq, snapshot.UidNext);
    }

    private static byte[] Hash(Account account, ModSeq upTo)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var last = default(ModSeq);
        while (account.ReadFeed(last, 1000) is { Count: > 0 } rows)
        {
            foreach (var row in rows.TakeWhile(r => r.ModSeq <= upTo))
                hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{row.ModSeq} {row.Kind} {row.Mailbox} {row.Uids} {row.Other} {row.At:O} {row.Actor}\n")));
            last = rows[^1].ModSeq;
        }

        return hash.GetHashAndReset();
    }
}
