using System.Globalization;
using MailKit;
using Postfach.Mail;

namespace Postfach.Retrieval;

/// <summary>
/// What a server tells of changes in a mailbox while this listens: flags, and messages that are gone (VANISHED). RFC 7162 §3.2.5.1, §3.2.10. Dispose of it to
/// stop listening; what was told stays.
/// </summary>
internal sealed class ImapChanges : IDisposable
{
    private readonly IMailFolder _folder;

    public ImapChanges(IMailFolder folder)
    {
        _folder = folder;
        _folder.MessageFlagsChanged += Note;
        _folder.MessagesVanished += Note;
    }

    /// <summary>By UID.</summary>
    public Dictionary<uint, FlagSet> Flags { get; } = [];

    /// <summary>Some may have been gone for long.</summary>
    public UidSet Vanished { get; private set; } = UidSet.Empty;

    public void Note(IEnumerable<IMessageSummary> summaries)
    {
        foreach (var summary in summaries.Where(s => s.UniqueId.IsValid && s.Flags is not null))
            Flags[summary.UniqueId.Id] = ImapFlags.Read(summary);
    }

    public void Dispose()
    {
        _folder.MessageFlagsChanged -= Note;
        _folder.MessagesVanished -= Note;
    }

    private void Note(object? sender, MessageFlagsChangedEventArgs change)
    {
        if (change.UniqueId is { IsValid: true } uid)
            Flags[uid.Id] = ImapFlags.Read(change.Flags, change.Keywords);
    }

    private void Note(object? sender, MessagesVanishedEventArgs gone) => Vanished = Vanished.Union(UidSet.FromRanges(Ranges(gone.UniqueIds)));

    // Range by range: a server that does not remember what was expunged names all UIDs that are not there.
    private static IEnumerable<UidRange> Ranges(IList<UniqueId> uids) => UniqueIdSet.ToString(uids).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(range =>
    {
        var ends = range.Split(':');
        return new UidRange(Parse(ends[0]), Parse(ends[^1]));
    });

    private static Uid Parse(string uid) => new(uint.Parse(uid, NumberStyles.None, CultureInfo.InvariantCulture));
}
