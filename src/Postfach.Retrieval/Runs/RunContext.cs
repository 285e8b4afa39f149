using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>What all parts of a run share.</summary>
/// <param name="Now">When the run began.</param>
/// <param name="IsDry">Nothing is fetched, deleted or noted.</param>
internal sealed record RunContext(
    Source Source, Account Account, ProviderSession Session, Actor Actor, ByteBudget Budget, IProgress<RunProgress>? Progress, TimeProvider Time, DateTimeOffset Now, bool IsDry)
{
    public void Report(string mailbox, int messages, int ofMessages, long bytes, long ofBytes) =>
        Progress?.Report(new RunProgress(Source.Name, mailbox, messages, ofMessages, bytes, ofBytes, Time.GetUtcNow() - Now));
}
