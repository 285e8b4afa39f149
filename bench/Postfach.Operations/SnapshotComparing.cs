using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Operations;

/// <summary>What has changed between what a session knows and what there is: done after each command. The mailbox has 50,000 messages.</summary>
internal static class SnapshotComparing
{
    public static IEnumerable<Operation> All { get; } =
    [
        Of("compare snapshots of 50,000: none changed", MessageFlags.Flagged, static _ => UidSet.Empty, 0),
        Of("compare snapshots of 50,000: one changed", MessageFlags.Flagged, static snapshot => UidSet.Of(snapshot.Uids().First), 1),
        Of("compare snapshots of 50,000: all changed", MessageFlags.Answered, static snapshot => snapshot.Uids(), Workplace.Many),
    ];

    private static Operation Of(string name, MessageFlags flag, Func<MailboxSnapshot, UidSet> changed, int count) => new(name, async place =>
    {
        var mailbox = await place.ManyAsync();
        var before = mailbox.Current;
        var after = await place.FlagAsync(mailbox, changed(before), flag);
        return () =>
        {
            if (SnapshotDifference.Between(before, after).Changed.Count != count)
                throw new InvalidOperationException($"Not {count} have changed.");
            return default;
        };
    });
}
