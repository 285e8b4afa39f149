using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>The fetching of a run in one mailbox that is open. All that was committed before something went wrong stays.</summary>
/// <param name="notes">Takes what somebody should know of it.</param>
internal sealed class MailboxFetch(RunContext run, FolderLanding landing, RemoteMailboxId mailbox, List<string> notes)
{
    /// <summary>Messages that were committed.</summary>
    public int Fetched { get; private set; }

    /// <summary>Bytes of them.</summary>
    public long Bytes { get; private set; }

    /// <summary>What could not be fetched.</summary>
    public IReadOnlyList<MissingMessage> Refused { get; private set; } = [];

    /// <summary>Fetches in this order as many as the day's bytes allow.</summary>
    /// <returns>The first that is left for later; null: none is.</returns>
    public async Task<RemoteMessage?> FetchAsync(IReadOnlyList<RemoteMessage> wanted, CancellationToken ct)
    {
        var affordable = Affordable(wanted);
        if (affordable.Count > 0)
            await FetchAsync(wanted, affordable, ct);
        return wanted.ElementAtOrDefault(affordable.Count);
    }

    /// <summary>Says what would be fetched.</summary>
    public void Pretend(IReadOnlyList<RemoteMessage> wanted) => (Fetched, Bytes) = (wanted.Count, wanted.Sum(m => m.Size ?? 0));

    public static void NoteKeywords(List<string> notes, int messages)
    {
        if (messages > 0)
            notes.Add($"{messages} messages have not got all keywords that they have at the provider: their mailbox would have more than one may (Limits:Keywords).");
    }

    private async Task FetchAsync(IReadOnlyList<RemoteMessage> wanted, IReadOnlyList<RemoteMessage> affordable, CancellationToken ct)
    {
        var total = wanted.Sum(m => m.Size ?? 0);
        await using var intake = new MessageIntake(run, mailbox, landing, Committed);
        try
        {
            await run.Session.FetchAsync(affordable, intake, ct);
        }
        finally
        {
            // What came whole is kept, whatever became of the rest.
            await intake.FinishAsync(CancellationToken.None);
            Refused = intake.Refused;
            NoteKeywords(notes, intake.WithoutKeywords);
        }

        if (affordable.Count(m => m.Fill != PlaceholderFill.None && Refused.All(r => r.Id != m.Id)) is > 0 and var filled)
            notes.Add($"{filled} messages are here whole now, in the place of their placeholders.");

        void Committed(int messages, long bytes)
        {
            (Fetched, Bytes) = (Fetched + messages, Bytes + bytes);
            run.Budget.Use(bytes);
            run.Report(landing.Folder.Name, Fetched, wanted.Count, Bytes, total);
        }
    }

    // The day's bytes are for the oldest first; what somebody asks for comes whatever it costs.
    private List<RemoteMessage> Affordable(IReadOnlyList<RemoteMessage> wanted)
    {
        var left = run.Budget.Left;
        var some = wanted.TakeWhile(m => (left -= CostOf(m)) >= 0).ToList();

        // One that is bigger than a day's bytes has a day of its own.
        if (some.Count == 0 && wanted.Count > 0 && run.Budget.IsUntouched)
            some.Add(wanted[0]);
        if (some.Count < wanted.Count)
            notes.Add($"{wanted.Count - some.Count} messages wait for tomorrow: {run.Budget.Forecast(wanted.Skip(some.Count).Sum(CostOf))}");
        return some;
    }

    // Of what is too big a header comes, which is nothing much.
    private long CostOf(RemoteMessage message) =>
        message.Fill == PlaceholderFill.Wanted || message.IsTooBig(run.Source.Settings, run.Account) ? 0 : message.Size ?? 0;
}
