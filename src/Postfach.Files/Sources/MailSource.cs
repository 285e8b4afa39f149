namespace Postfach.Files;

/// <summary>What mail is imported from.</summary>
/// <param name="Name">Names it in the import ledger: the same source has the same name.</param>
/// <param name="Bytes">The bytes of all its files, to tell how far an import is; 0 when that is not known.</param>
public sealed record MailSource(string Name, long Bytes, IEnumerable<SourceFolder> Folders);
