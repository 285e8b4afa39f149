namespace Postfach.Stress.Tests.Fake;

/// <summary>A mailbox; the server's lock guards it.</summary>
internal sealed class FakeMailbox(string name, uint uidValidity)
{
    public string Name => name;

    public uint UidValidity { get; set; } = uidValidity;

    public uint UidNext { get; set; } = 1;

    public ulong HighestModSeq { get; set; } = 1;

    public List<FakeMessage> Messages { get; } = [];

    public List<(uint Uid, ulong ModSeq)> Vanished { get; } = [];

    public List<string> Keywords { get; } = [];

    public FakeMessage Add(string text, string internalDate, IEnumerable<string> flags)
    {
        var message = new FakeMessage(UidNext++, text, internalDate) { ModSeq = ++HighestModSeq };
        message.Flags.UnionWith(flags.Where(f => !f.Equals("\\Recent", StringComparison.OrdinalIgnoreCase)));
        Uses(message.Flags);
        Messages.Add(message);
        return message;
    }

    public void Remove(FakeMessage message)
    {
        Messages.Remove(message);
        message.IsGone = true;
        Vanished.Add((message.Uid, ++HighestModSeq));
    }

    public void Uses(IEnumerable<string> flags) =>
        Keywords.AddRange(flags.Where(f => f[0] != '\\' && !Keywords.Contains(f, StringComparer.OrdinalIgnoreCase)));
}
