using Postfach.Mail;

namespace Postfach.Store;

/// <summary>What an index knows of the questions of one search, body after body. Not thread-safe.</summary>
internal sealed class IndexAnswers
{
    private readonly Dictionary<TextQuestion, (BitSet Hits, bool IsExact)> _answers = [];
    private readonly Dictionary<FuzzyQuestion, (byte[][] Best, bool IsExact)> _fuzzy = [];

    // The bodies of all segments in order, and where each stands when the segments are laid end to end.
    private readonly uint[] _bodies;
    private readonly int[]? _places;
    private int _at = -1;

    public IndexAnswers(IReadOnlyList<IndexSegment> segments)
    {
        _bodies = [.. segments.SelectMany(s => s.Bodies)];
        if (!IsInOrder(_bodies))
        {
            _places = [.. Enumerable.Range(0, _bodies.Length)];
            Array.Sort(_bodies, _places);
        }
    }

    /// <summary>The body that is asked about is in the index.</summary>
    public bool IsKnown => _at >= 0;

    /// <summary>The body that is asked about.</summary>
    public void MoveTo(BodyId body)
    {
        // Messages mostly come in the order of their bodies.
        var next = _at + 1;
        _at = next > 0 && next < _bodies.Length && _bodies[next] == body.Value ? next : Array.BinarySearch(_bodies, body.Value);
    }

    /// <summary>Null: that hangs on the text.</summary>
    public bool? Tell(TextQuestion question)
    {
        if (!IsKnown || !_answers.TryGetValue(question, out var answer))
            return null;
        return !answer.Hits.Contains(_places?[_at] ?? _at) ? false : answer.IsExact ? true : null;
    }

    /// <summary>Begins a message for a fuzzy question with what is known of it.</summary>
    public void Begin(FuzzyQuestion question)
    {
        if (!IsKnown || !_fuzzy.TryGetValue(question, out var answer))
        {
            question.BeginMessage(null, []);
            return;
        }

        Span<byte> best = stackalloc byte[answer.Best.Length];
        for (var i = 0; i < best.Length; i++)
            best[i] = answer.Best[i][_places?[_at] ?? _at];
        if (best.Contains((byte)0))
            question.BeginMessage(false, best);
        else if (answer.IsExact)
            question.BeginMessage(true, best);
        else
            question.BeginMessage(null, []);
    }

    /// <summary>A fuzzy question; what each body has of each of its words, the segments laid end to end.</summary>
    /// <param name="isExact">A body that has something of each word is a hit for sure; otherwise it may be one.</param>
    public void Add(FuzzyQuestion question, byte[][] best, bool isExact) => _fuzzy.Add(question, (best, isExact));

    /// <summary>A question; its hits are to be marked by their places, the segments laid end to end.</summary>
    /// <param name="isExact">A hit has the text for sure; otherwise it may have.</param>
    public BitSet Add(TextQuestion question, bool isExact)
    {
        var hits = new BitSet(_bodies.Length);
        _answers.Add(question, (hits, isExact));
        return hits;
    }

    private static bool IsInOrder(uint[] bodies)
    {
        for (var i = 1; i < bodies.Length; i++)
        {
            if (bodies[i - 1] >= bodies[i])
                return false;
        }

        return true;
    }
}
