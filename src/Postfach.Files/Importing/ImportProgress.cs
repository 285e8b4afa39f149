namespace Postfach.Files;

/// <summary>How far an import is.</summary>
/// <param name="Read">Messages that were read.</param>
/// <param name="Bytes">Bytes of the source that were read.</param>
/// <param name="Total">Bytes of the source.</param>
public readonly record struct ImportProgress(long Read, long Bytes, long Total);
