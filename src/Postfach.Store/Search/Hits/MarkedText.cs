namespace Postfach.Store;

/// <summary>A line of text, without line ends and control characters.</summary>
/// <param name="Marks">What in it was searched for: in order, apart from one another.</param>
public sealed record MarkedText(string Text, IReadOnlyList<TextRange> Marks);
