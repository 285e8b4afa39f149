namespace Postfach.Store;

/// <summary>
/// The words of a batch of bodies, and in which of them each stands. Bodies are added one after the other; one that cannot be finished is taken back.
/// Not thread-safe.
/// </summary>
internal sealed class WordSet
{
    private readonly FieldWords[] _fields = [.. Enum.GetValues<IndexField>().Select(_ => new FieldWords())];

    /// <summary>Different words of the body that is being added.</summary>
    public int InBody { get; private set; }

    /// <summary>The bodies that are in, each at the place that its words are counted by.</summary>
    public List<uint> Bodies { get; } = [];

    /// <summary>About what is held, in bytes.</summary>
    public long Bytes => _fields.Sum(f => f.Bytes);

    /// <summary>The words that come belong to the next body.</summary>
    public void Begin() => InBody = 0;

    /// <summary>The body is in with all its words.</summary>
    public void Keep(uint body) => Bodies.Add(body);

    /// <summary>The body is not to be in: its words go.</summary>
    public void TakeBack()
    {
        foreach (var field in _fields)
            field.TakeBack(Bodies.Count);
    }

    /// <summary>Cuts a mapped text, which words do not reach beyond, and adds its words.</summary>
    public void Add(IndexField field, ReadOnlySpan<char> text)
    {
        var rule = WordRule.Of(field);
        for (var place = 0; rule.TryReadRun(text, ref place, out var run, out var kind);)
        {
            var word = text[run];
            if (kind == WordRule.Kind.Ideograph)
            {
                for (var i = 0; i < Math.Max(1, word.Length - 1); i++)
                    AddWord(field, word.Slice(i, Math.Min(2, word.Length)));
                continue;
            }

            while (word.Length > rule.MaxLength)
            {
                AddWord(field, word[..rule.MaxLength]);
                word = word[(rule.MaxLength - rule.Overlap)..];
            }

            AddWord(field, word);
        }
    }

    /// <summary>Shows the words of a field.</summary>
    public void Visit(IndexField field, FieldWords.Visitor visit) => _fields[(int)field].Visit(visit);

    private void AddWord(IndexField field, ReadOnlySpan<char> word)
    {
        if (_fields[(int)field].Add(word, Bodies.Count))
            InBody++;
    }
}
