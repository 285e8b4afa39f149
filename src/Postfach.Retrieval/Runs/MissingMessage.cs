namespace Postfach.Retrieval;

/// <summary>A message that is at the provider and not here.</summary>
/// <param name="Size">Bytes, as the provider says; null: it does not.</param>
public sealed record MissingMessage(string Id, long? Size, string Why);
