namespace Postfach.Files;

/// <summary>What an import has done so far; all of it is durable.</summary>
/// <param name="Imported">Messages that are new.</param>
/// <param name="AlreadyThere">Messages that an earlier run had brought.</param>
public readonly record struct ImportCount(long Imported, long AlreadyThere);
