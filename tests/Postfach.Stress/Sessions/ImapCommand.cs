using Postfach.Stress.Wire;

namespace Postfach.Stress.Sessions;

/// <summary>A command, and what its answer means.</summary>
/// <param name="Name">For counting.</param>
internal sealed record ImapCommand(string Name, string Text)
{
    /// <summary>Sent behind the text, as a literal that waits for nothing.</summary>
    public byte[]? Literal { get; init; }

    /// <summary>RFC 9051 §7.5.1: no EXPUNGE while a FETCH, STORE or SEARCH is answered.</summary>
    public bool ForbidsExpunge { get; init; }

    public bool IsMove { get; init; }

    public bool IsSearch { get; init; }

    /// <summary>What a FETCH has asked for and not got yet.</summary>
    public HashSet<MessageView>? Missing { get; init; }

    public Action Sending { get; init; } = () => { };

    /// <summary>Called with the answer, in order; nothing but OK is right when there is none.</summary>
    public Action<TaggedAnswer>? Done { get; init; }

    /// <summary>What an untagged SEARCH or ESEARCH has brought.</summary>
    public SearchHits Hits { get; } = new();

    public List<string> Told { get; } = [];
}
