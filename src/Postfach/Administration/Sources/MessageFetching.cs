using System.Globalization;
using Postfach.CommandLine;
using Postfach.Retrieval;
using Postfach.Store;

namespace Postfach.Administration;

/// <summary>Fetches one message whole of which only the header is here: by a run of its source, which does its usual work too.</summary>
internal sealed class MessageFetching(MailStore store, RetrievalService retrieval, TimeProvider time)
{
    // More than these name none.
    private const int Shown = 5;

    /// <exception cref="CommandException">It cannot be had; the message says why.</exception>
    /// <exception cref="StoreException">The account failed.</exception>
    public async Task<RunReport> FetchAsync(Source source, string message, IProgress<RunProgress>? progress, CancellationToken ct)
    {
        using var lease = await store.OpenAsync(source.Account, ct);
        var now = time.GetLocalNow();
        switch (await PlaceholderWish.NoteAsync(lease.Account, source, message, now, ct))
        {
            case PlaceholderWish.Noted(var wanted):
                var report = await retrieval.RunInTurnAsync(source, dryRun: false, progress, ct);
                return report.Fault is null
                    ? Checked(report, wanted, PlaceholderWish.LineOf(lease.Account, source, wanted))
                    : report with { Error = $"{report.Error?.TrimEnd('.')}. The message is noted, and comes with the next run." };
            case PlaceholderWish.IsHere(var here):
                return RunReport.Said(source.Name, now, here.Mailbox, $"'{message}' is here whole: {string.Join(", ", here.Here)}.");
            case PlaceholderWish.IsGone(var gone):
                throw Gone(gone);
            case PlaceholderWish.TooBig(var big, var most):
                throw new CommandException(
                    ExitCode.Configuration, $"{NameOf(big)} has {Sizes.Text(big.Size)}, and a message may have {Sizes.Text(most)} here; raise Limits:MessageBytes.");
            case PlaceholderWish.Several(var several):
                var names = string.Join("; ", several.Take(Shown).Select(NameOf));
                throw new CommandException(
                    ExitCode.Usage, string.Create(CultureInfo.InvariantCulture, $"{several.Count} messages whose header alone is here fit '{message}'; say one by its name there: {names}."));
            default:
                throw new CommandException(ExitCode.NoInput, WhyNone(source.Name, message));
        }
    }

    /// <summary>No message of a source is what somebody called it.</summary>
    public static string WhyNone(string source, string wanted) =>
        $"No message of {source} that was fetched is '{wanted}': neither by its name there, nor by its Message-ID, nor by its subject.";

    // The run has come to its end: what it did not bring, it has a reason for.
    private static RunReport Checked(RunReport report, CopyAnswer wanted, LedgerEntry? line)
    {
        if (line is { State: CopyState.Vanished })
            throw Gone(wanted);
        if (line is not { State: CopyState.Placeholder })
            return report;
        var why = report.Mailboxes.SelectMany(m => m.Missing).FirstOrDefault(m => m.Id == wanted.Id)?.Why ?? "its mailbox could not be looked at";
        throw new CommandException(ExitCode.Unavailable, $"{NameOf(wanted)} cannot be fetched: {why}.");
    }

    private static CommandException Gone(CopyAnswer message) =>
        new(ExitCode.NoInput, $"{NameOf(message)} is no longer at the provider: there is no more of it than what is here.");

    private static string NameOf(CopyAnswer message) => $"{CopyName.Of(message.Mailbox, message.Id)} ({message.Subject ?? "no subject"})";
}
