namespace Postfach.Files;

/// <summary>Something of a source that could not be read and was left out.</summary>
/// <param name="Offset">Where in the file it begins, in bytes.</param>
public sealed record SourceFault(string Path, long Offset, string Reason);
