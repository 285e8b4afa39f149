using System.Collections.Immutable;
using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary>What a command searches the selected mailbox for.</summary>
/// <param name="ByUid">It tells UIDs, not sequence numbers.</param>
internal sealed record SearchJob(SearchProgram Program, SearchOptions Options, bool ByUid)
{
    /// <summary>The order of the result; null: that of the mailbox.</summary>
    public ImmutableArray<SortCriterion>? Criteria { get; init; }

    /// <summary>Arranges what was found; null: it stays as it is.</summary>
    public Func<SearchResult, CancellationToken, Task<SearchResult>>? Arrange { get; init; }
}
