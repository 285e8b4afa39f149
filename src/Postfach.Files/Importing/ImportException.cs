namespace Postfach.Files;

/// <summary>An import cannot go on; the message says why and what to do.</summary>
public sealed class ImportException(string message) : Exception(message);
