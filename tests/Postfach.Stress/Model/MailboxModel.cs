namespace Postfach.Stress.Model;

/// <summary>A mailbox as the tester knows it. Guarded by its account's lock.</summary>
internal sealed class MailboxModel(string name, int ordinal)
{
    public string Name => name;

    public int Ordinal => ordinal;

    public uint UidValidity { get; set; }

    /// <summary>The highest that was told before now.</summary>
    public ulong HighestModSeq { get; set; }

    /// <summary>Markers that a POP3 session has asked to delete, since the last check point.</summary>
    public HashSet<string> Popped { get; } = [];

    public SortedDictionary<uint, MessageModel> Messages { get; } = [];

    public MessageModel Message(uint uid)
    {
        if (!Messages.TryGetValue(uid, out var message))
            Messages[uid] = message = new MessageModel();
        return message;
    }
}
