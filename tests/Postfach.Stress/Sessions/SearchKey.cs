namespace Postfach.Stress.Sessions;

/// <summary>A search key, and what the model knows of it.</summary>
/// <param name="Matches">Whether a message is a hit; null: nobody knows.</param>
internal sealed record SearchKey(string Text, Func<uint, bool?> Matches)
{
    public SearchKey Not() => new($"NOT {Text}", uid => !Matches(uid));

    public SearchKey And(SearchKey other) => new($"{Text} {other.Text}", uid => (Matches(uid), other.Matches(uid)) switch
    {
        (false, _) or (_, false) => false,
        (true, true) => true,
        _ => null,
    });

    public SearchKey Or(SearchKey other) => new($"OR {Text} {other.Text}", uid => (Matches(uid), other.Matches(uid)) switch
    {
        (true, _) or (_, true) => true,
        (false, false) => false,
        _ => null,
    });
}
