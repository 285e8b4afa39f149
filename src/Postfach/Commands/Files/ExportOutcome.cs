namespace Postfach.Commands;

/// <summary>What became of an export, for scripts.</summary>
/// <param name="LeftOut">Messages that could not be read.</param>
internal sealed record ExportOutcome(string Folder, long Messages, IReadOnlyList<string> LeftOut);
