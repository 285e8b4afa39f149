namespace Postfach.Stress.Model;

/// <summary>What the tester knows of a message in a mailbox, from answers and from what it has sent. Guarded by its account's lock.</summary>
internal sealed class MessageModel
{
    /// <summary>The number in its header: the same in all copies.</summary>
    public string? Marker { get; set; }

    /// <summary>What made it: the answer to an APPEND, COPY or MOVE named its UID, or it is a delivery; null: nothing that is known yet.</summary>
    public Rule? MadeBy { get; set; }

    /// <summary>Somebody has sent a command that may make it be deleted.</summary>
    public bool MayBeDeleted { get; set; }

    /// <summary>Somebody has sent a MOVE of it.</summary>
    public bool MayBeMoved { get; set; }

    /// <summary>A MOVE's answer says where it went.</summary>
    public bool MovedAway { get; set; }

    /// <summary>A MOVE of it was not answered with a yes.</summary>
    public bool MoveIsUnclear { get; set; }

    /// <summary>A session was told that it is gone.</summary>
    public bool ToldGone { get; set; }

    public Dictionary<string, FlagState> Flags { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, string> StaticData { get; } = [];

    /// <summary>The selection that has seen it as recent and could change the mailbox, and when.</summary>
    public (long Selection, long SeenAt)? Recent { get; set; }

    public FlagState Flag(string name)
    {
        if (!Flags.TryGetValue(name, out var state))
            Flags[name] = state = new FlagState();
        return state;
    }
}
