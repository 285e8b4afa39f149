using Postfach.Mail;

namespace Postfach.Store;

/// <summary>The places of messages' bodies in the order of one text; equal texts have equal ones. Immutable.</summary>
internal sealed class Ranking
{
    // Where bodies of one mailbox lie far apart, the gaps would cost more than they are worth.
    private const int MaxGaps = 8;

    private readonly uint _first;
    private readonly int[] _ranks;

    private Ranking(uint first, int[] ranks) => (_first, _ranks) = (first, ranks);

    /// <param name="ranks">Of each message, by its place in <paramref name="messages"/>.</param>
    /// <returns>Null: it is not worth to be remembered.</returns>
    public static Ranking? Of(IReadOnlyList<Message> messages, int[] ranks)
    {
        if (messages.Count == 0)
            return null;
        var (first, last) = (messages[0].Body.Value, messages[0].Body.Value);
        for (var i = 1; i < messages.Count; i++)
            (first, last) = (Math.Min(first, messages[i].Body.Value), Math.Max(last, messages[i].Body.Value));
        if ((last - first) / MaxGaps > messages.Count)
            return null;
        var places = new int[last - first + 1];
        for (var i = 0; i < messages.Count; i++)
            places[messages[i].Body.Value - first] = ranks[i] + 1;
        return new Ranking(first, places);
    }

    /// <summary>False: the body was not among those that were ranked.</summary>
    public bool TryGet(BodyId body, out int rank)
    {
        var place = body.Value - (long)_first;
        rank = place >= 0 && place < _ranks.Length ? _ranks[place] - 1 : -1;
        return rank >= 0;
    }
}
