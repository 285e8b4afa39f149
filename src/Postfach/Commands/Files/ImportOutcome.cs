using Postfach.Files;

namespace Postfach.Commands;

/// <summary>What became of an import, for scripts.</summary>
internal sealed record ImportOutcome(
    string Source, long Messages, long Bytes, long Imported, long AlreadyThere,
    IReadOnlyList<SourceFault> LeftOut, long LeftOutCount,
    IReadOnlyList<string> WithNewUids);
