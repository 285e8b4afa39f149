using Postfach.Mail;
using Postfach.Retrieval;

namespace Postfach.Administration;

/// <summary>All there is to say of a source, but for its secret.</summary>
/// <param name="HasPassword">One is kept.</param>
/// <param name="Progress">How far the run is that goes on now; null: none does, or it has fetched nothing yet.</param>
/// <param name="LastRuns">The newest first.</param>
internal sealed record SourceFacts(SourceRow Row, SourceSettings Settings, bool HasPassword, RunProgress? Progress, IReadOnlyList<RunReport> LastRuns);
