namespace Postfach.Stress.Sessions;

/// <summary>A message as one session has been told of it.</summary>
internal sealed class MessageView
{
    /// <summary>0: not told yet.</summary>
    public uint Uid { get; set; }

    /// <summary>null: not told yet.</summary>
    public HashSet<string>? Flags { get; set; }

    /// <summary>The mod-sequence that was told with the flags; 0: none.</summary>
    public ulong FlagsModSeq { get; set; }

    public ulong ModSeq { get; set; }

    public HashSet<string>? LastingFlags => Flags is null ? null : SessionView.WithoutRecent(Flags);
}
