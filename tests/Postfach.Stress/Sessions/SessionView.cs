namespace Postfach.Stress.Sessions;

/// <summary>A selected mailbox, strictly as the server has announced it to this session.</summary>
internal sealed class SessionView(string mailbox, bool canWrite, long selection)
{
    private readonly Dictionary<uint, MessageView> _byUid = [];

    public string Mailbox => mailbox;

    public bool CanWrite => canWrite;

    /// <summary>Selections of an account are counted.</summary>
    public long Selection => selection;

    public uint UidValidity { get; set; }

    public List<MessageView> Messages { get; } = [];

    public HashSet<string> Flags { get; private set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The highest mod-sequence seen so far.</summary>
    public ulong HighestSeen { get; set; }

    /// <summary>Up to this one, all is in the view.</summary>
    public ulong Complete { get; set; }

    /// <summary>HIGHESTMODSEQ when it was selected.</summary>
    public ulong SelectedAt { get; set; }

    /// <summary>What QRESYNC has promised to be complete; 0: nothing.</summary>
    public ulong ResyncedTo { get; set; }

    /// <summary>UIDs that were told to be gone, oldest first.</summary>
    public List<uint> Gone { get; } = [];

    /// <summary>The UID of the last message; 0: there is none, or it was not told yet.</summary>
    public uint LastUid => Messages.Count > 0 ? Messages[^1].Uid : 0;

    public bool AllKnown => Messages.TrueForAll(m => m.Uid != 0 && m.Flags is not null);

    public static HashSet<string> WithoutRecent(IEnumerable<string> flags)
    {
        var set = new HashSet<string>(flags, StringComparer.OrdinalIgnoreCase);
        set.Remove("\\Recent");
        return set;
    }

    public MessageView? Find(uint uid) => _byUid.GetValueOrDefault(uid);

    public MessageView At(uint number) => number >= 1 && number <= Messages.Count
        ? Messages[(int)number - 1]
        : throw new RuleBrokenException(Rule.SequenceNumber, $"message {number} of {mailbox}, where {Messages.Count} were announced");

    public void Exists(uint count)
    {
        if (count < Messages.Count)
            throw new RuleBrokenException(Rule.Exists, $"{count} EXISTS in {mailbox}, where {Messages.Count} were announced");
        while (Messages.Count < count)
            Messages.Add(new MessageView());
    }

    public MessageView Expunge(uint number)
    {
        var message = At(number);
        Remove(message);
        return message;
    }

    public void Vanished(uint uid)
    {
        if (Find(uid) is { } known)
        {
            Remove(known);
            return;
        }

        // One that was announced and whose UID was not asked for yet: it stands before the first that has a greater one.
        var next = Messages.FindIndex(m => m.Uid > uid);
        var unknown = (next < 0 ? Messages.Count : next) - 1;
        if (unknown < 0 || Messages[unknown].Uid != 0)
            throw new RuleBrokenException(Rule.UidMap, $"VANISHED names UID {uid} of {mailbox}, which is no message that was announced");
        Messages.RemoveAt(unknown);
    }

    public void Learn(uint number, uint uid)
    {
        var message = At(number);
        if (message.Uid == uid)
            return;
        if (message.Uid != 0)
            throw new RuleBrokenException(Rule.UidMap, $"message {number} of {mailbox} had UID {message.Uid}, now {uid}");
        var before = Messages.FindLastIndex((int)number - 1, m => m.Uid != 0);
        var after = Messages.FindIndex((int)number - 1, m => m.Uid != 0);
        if ((before >= 0 && Messages[before].Uid >= uid) || (after >= 0 && Messages[after].Uid <= uid))
            throw new RuleBrokenException(Rule.UidMap, $"message {number} of {mailbox} has UID {uid}, which does not ascend");
        message.Uid = uid;
        _byUid[uid] = message;
    }

    public void Add(MessageView message)
    {
        Messages.Add(message);
        _byUid[message.Uid] = message;
    }

    public void ApplicableFlags(IEnumerable<string> flags) => Flags = new HashSet<string>(flags, StringComparer.OrdinalIgnoreCase);

    private void Remove(MessageView message)
    {
        Messages.Remove(message);
        _byUid.Remove(message.Uid);
        if (message.Uid != 0)
            Gone.Add(message.Uid);
    }
}
