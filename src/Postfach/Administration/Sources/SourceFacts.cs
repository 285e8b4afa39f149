using Postfach.Mail;
using Postfach.Retrieval;
using Postfach.Store;

namespace Postfach.Administration;

/// <summary>All there is to say of a source, but for its secret.</summary>
/// <param name="HasPassword">One is kept.</param>
/// <param name="Progress">How far the run is that goes on now; null: none does, or it has fetched nothing yet.</param>
/// <param name="LastRuns">The newest first.</param>
/// <param name="LoginDelay">How long the provider wants between two log-ins; null: it has not said. RFC 2449 §6.5.</param>
/// <param name="ExpireDays">Days after which it deletes by itself, 0: what was fetched; null: it has not said. RFC 2449 §6.7.</param>
/// <param name="Ids">POP3: what runs have found out about its ids.</param>
internal sealed record SourceFacts(
    SourceRow Row, SourceSettings Settings, bool HasPassword, RunProgress? Progress, IReadOnlyList<RunReport> LastRuns, TimeSpan? LoginDelay, int? ExpireDays, IdStability Ids);
