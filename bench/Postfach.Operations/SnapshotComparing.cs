using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Operations;

/// <summary>What has changed between what a session knows and what there is: done after each command. The mailbox has 50,000 messages.</summary>
internal static class SnapshotComparing
{
    private const int Messages = 50 * Workplace.Letters;

    public static IEnumerable<Operation> All { get; } =
    [
        Of("compare snapshots of 50,000: none changed", static _ => UidSet.Empty, 0),
        Of("compare snapshots of 50,000: one changed", static snapshot => UidSet.Of(snapshot.Uids().First), 1),
        Of("compare snapshots of 50,000: all changed", static snapshot => snapshot.Uids(), Messages),
    ];

    private static Operation Of(string name, Func<MailboxSnapshot, UidSet> changed, int count) => new(name, async place =>
    {
        var mailbox = await place.CopiesAsync($"Copies {count}", Messages / Workplace.Letters);
        var before = mailbox.Current;
        var after = await place.FlagAsync(mailbox, changed(before));
        return () =>
        {
            if (SnapshotDifference.Between(before, after).Changed.Count != count)
                throw new InvalidOperationException($"Not {count} have changed.");
            return default;
        };
    });
}
