namespace Postfach.Stress.Wire;

/// <summary>An atom, a string or a list of a response, one character an octet.</summary>
/// <param name="IsString">It was quoted or a literal: <c>"NIL"</c> is not <c>NIL</c>.</param>
internal sealed record ImapNode(string Text, bool IsString, IReadOnlyList<ImapNode>? Items)
{
    public IReadOnlyList<ImapNode> List => Items ?? [];

    public bool Is(string atom) => Items is null && !IsString && Text.Equals(atom, StringComparison.OrdinalIgnoreCase);

    /// <summary>The same for quoted strings and literals.</summary>
    public override string ToString() => Items is not null ? $"({string.Join(' ', Items)})" : IsString ? $"\"{Text}\"" : Text;
}
