namespace Postfach.Testing;

/// <summary>An untagged response.</summary>
/// <param name="Text">Without <c>* </c>; each literal is left as its <c>{N}</c>.</param>
/// <param name="Literals">Their bytes, unless they went to a sink.</param>
public sealed record ImapResponse(string Text, IReadOnlyList<byte[]> Literals);
