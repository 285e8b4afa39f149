using Postfach.CommandLine;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Administration;

/// <summary>Searches a user's mail for an administrator.</summary>
internal sealed class MailSearch(TimeProvider time)
{
    // As long as one of a client may take.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <exception cref="CommandException">The query is wrong, there is no such mailbox, or it takes too long.</exception>
    public async Task<AdminReply> RunAsync(Account account, AdminRequest.Search request, CancellationToken ct)
    {
        var query = SearchText.Parse(request.Query, request.AreWords);
        using var deadline = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            var limit = Math.Clamp(request.Limit, 1, AdminRequest.Search.HighestLimit);
            var result = await AccountSearch.FindAsync(account, query, MailboxesOf(account, request.Mailbox), limit, time.GetUtcNow(), either.Token);
            return new AdminReply.Found([.. result.Hits.Select(Row)], result.Found, result.Unreadable);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new CommandException(ExitCode.TemporaryFailure, "The search took too long; search in one mailbox with --mailbox, or for less.");
        }
    }

    private static IReadOnlyList<MailboxName> MailboxesOf(Account account, string? wanted)
    {
        if (wanted is null)
            return [.. account.Mailboxes.ByName.Values.Select(m => m.Name)];
        if (!MailboxName.TryParse(wanted, out var name, out var why))
            throw new CommandException(ExitCode.Usage, $"'{wanted}' is no mailbox name: {why}.");
        return account.Mailboxes.Find(name) is { } found
            ? [found.Name]
            : throw new CommandException(ExitCode.NoInput, $"There is no mailbox {name}; see 'mailbox list'.");
    }

    private static HitRow Row(MessageHit hit) => new(
        hit.Mailbox.Value, hit.Uid.Value, hit.Date, hit.From, hit.Subject, hit.Snippet.Text, [.. hit.Snippet.Marks.Select(m => HitRange.From(hit.Snippet.Text, m))]);
}
