namespace Postfach.Stress.Model;

/// <summary>What a session that has settled sees of a mailbox: flags without <c>\Recent</c>, and the mod-sequence where it knows one.</summary>
internal sealed record Picture(string Mailbox, SortedDictionary<uint, (IReadOnlySet<string> Flags, ulong ModSeq)> Messages);
