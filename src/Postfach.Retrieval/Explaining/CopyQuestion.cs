using System.Globalization;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>Answers for messages of a source why their copies are where they are. Looks at the ledger alone: the provider is not asked.</summary>
public static class CopyQuestion
{
    private sealed record Line(string Mailbox, LedgerEntry Entry, CopyFate? Fate);

    /// <param name="wanted">The provider's name for a message, with or without that of its mailbox before a colon; a Message-ID; or words of the subject.</param>
    /// <param name="now">In the zone in which days are named.</param>
    /// <returns>The newest first; empty: no line of the ledger fits.</returns>
    /// <exception cref="StoreException">The account failed.</exception>
    public static async Task<IReadOnlyList<CopyAnswer>> AskAsync(Account account, Source source, string wanted, DateTimeOffset now, Language language, CancellationToken ct)
    {
        var mailboxes = account.Ledger.Mailboxes(source.Id);
        var entries = await account.Ledger.LookAsync([.. mailboxes.Select(m => m.Id)], now, ct);
        var fates = new Dictionary<LedgerEntry, CopyFate>(
            CopyPlan.MakeAll(source.Settings.Rule, entries, quota: null, now).SelectMany(p => p).Select(p => KeyValuePair.Create(p.Entry, p.Fate)), ReferenceEqualityComparer.Instance);
        var lines = mailboxes.SelectMany((m, i) => entries[i].Select(e => new Line(m.Name, e, fates.GetValueOrDefault(e)))).ToList();
        var named = lines.Where(l => l.Entry.Id == wanted || CopyName.Of(l.Mailbox, l.Entry.Id) == wanted).ToList();
        if (named.Count == 0)
            named = await FindAsync(account, lines, wanted, now, ct);
        var places = await account.Ledger.FindAsync(named.Select(l => l.Entry.Body).OfType<BodyId>().ToHashSet(), ct);
        var names = account.Mailboxes.ByName.Values.ToDictionary(m => m.Id, m => m.Name);
        return [.. named.OrderByDescending(l => l.Entry.Dated).Select(l => AnswerOf(l))];

        CopyAnswer AnswerOf(Line line)
        {
            var (entry, summary) = (line.Entry, line.Entry.Body is { } body ? HeaderSummary.Of(account, body) : null);
            var sentence = FateSentence.Of(entry, line.Fate, now, language);
            if (source.State.Brake is { } brake && line.Fate is CopyFate.Goes(var due, _, _) && due <= now)
                sentence += $" {(language == Language.German ? "Löschungen warten aber auf einen Menschen" : "But deletions wait for a person")}: {BrakeText.In(language, brake)}.";
            return new CopyAnswer(
                line.Mailbox, entry.Id, entry.Size, entry.Dated, entry.Fetched, summary?.Subject, summary?.From, summary?.MessageId, entry.State,
                line.Fate is CopyFate.Goes(var at, _, _) ? at : null, sentence, entry.Body is { } lies ? [.. places[lies].Where(p => names.ContainsKey(p.Mailbox)).Select(PlaceOf)] : []);
        }

        string PlaceOf((MailboxId Mailbox, Uid Uid) place) => string.Create(CultureInfo.InvariantCulture, $"{names[place.Mailbox]}:{place.Uid.Value}");
    }

    // What lies in a mailbox is found by the search; what is deleted here is in none, and its own bytes are read as long as they last.
    private static async Task<List<Line>> FindAsync(Account account, IReadOnlyList<Line> lines, string wanted, DateTimeOffset now, CancellationToken ct)
    {
        var words = wanted.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
            return [];
        var query = new SearchQuery.Or(
            new SearchQuery.Header("Message-ID", wanted.Trim('<', '>')), new SearchQuery.And([.. words.Select(w => new SearchQuery.Header("Subject", w))]));
        var hits = await AccountSearch.FindAsync(account, query, [.. account.Mailboxes.ByName.Values.Select(m => m.Name)], int.MaxValue, now, ct);
        var found = new HashSet<BodyId>();
        foreach (var mailbox in hits.Hits.GroupBy(h => h.Mailbox))
        {
            if (await account.OpenMailboxAsync(mailbox.Key, ct) is not { Current: var messages })
                continue;
            foreach (var hit in mailbox)
            {
                if (messages.TryGet(hit.Uid, out var message))
                    found.Add(message.Body);
            }
        }

        return [.. lines.Where(l => l.Entry.Body is { } body
            && (found.Contains(body) || (IsPerhapsNowhere(l.Entry) && HeaderSummary.Of(account, body)?.Matches(wanted) == true)))];
    }

    // Lines of copies that are gone are not followed any more: their messages may have been deleted here since.
    private static bool IsPerhapsNowhere(LedgerEntry entry) => entry.DeletedHere is not null || entry.IsGone;
}
