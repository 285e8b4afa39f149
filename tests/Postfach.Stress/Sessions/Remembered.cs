using System.Globalization;
using Postfach.Stress.Wire;

namespace Postfach.Stress.Sessions;

/// <summary>What a client keeps of a mailbox that it has left, to resynchronise with.</summary>
/// <param name="Complete">Up to this mod-sequence it has seen everything.</param>
/// <param name="NamesUids">Whether it tells the server which UIDs it has.</param>
internal sealed record Remembered(uint UidValidity, ulong Complete, IReadOnlyList<MessageView> Messages, bool NamesUids)
{
    public string KnownUids => NamesUids && Messages.Count > 0 ? $" 1:{Messages[^1].Uid}" : "";

    /// <summary>The UIDs that the client has, less those that vanished, and those that it is told of: that is the mailbox as EXISTS counts it.</summary>
    /// <param name="lines">The untagged answers to SELECT.</param>
    public IReadOnlyCollection<MessageView> Resynchronised(IEnumerable<byte[]> lines)
    {
        var known = new SortedDictionary<uint, MessageView>(Messages.ToDictionary(m => m.Uid));
        var exists = 0;
        foreach (var line in lines)
            exists = Apply(new ImapTokens(line.AsSpan(2)), known, exists);

        // RFC 7162 §3.2.5.2: of messages that are not among the UIDs that the client has named, nothing is told.
        if (known.Count > exists || (known.Count < exists && KnownUids.Length == 0))
            throw new RuleBrokenException(Rule.Resync, $"there are {exists} messages; with what was told since {Complete} there would be {known.Count}");
        return known.Values;
    }

    /// <returns>The first EXISTS; what comes behind it is told as to any session.</returns>
    private int Apply(ImapTokens tokens, SortedDictionary<uint, MessageView> known, int exists)
    {
        var word = tokens.Next().Text.ToUpperInvariant();
        if (word is "OK" or "NO")
            return exists;
        var items = tokens.ReadAll();
        // Without (EARLIER) it is one that goes while the mailbox is selected.
        if (word == "VANISHED" && items[0].List.Any())
        {
            foreach (var uid in UidSet.Read(items[1].Text))
                known.Remove(uid);
        }

        if (!int.TryParse(word, CultureInfo.InvariantCulture, out var number))
            return exists;
        if (items[0].Is("EXISTS"))
            return exists == 0 ? number : exists;
        if (items[0].Is("FETCH") && number <= exists && KnownUids.Length == 0 && UidOf(items[1].List) is { } told)
            known.TryAdd(told, new MessageView { Uid = told });
        return exists;
    }

    private static uint? UidOf(IReadOnlyList<ImapNode> items)
    {
        var at = items.ToList().FindIndex(i => i.Is("UID"));
        return at < 0 ? null : uint.Parse(items[at + 1].Text, CultureInfo.InvariantCulture);
    }
}
