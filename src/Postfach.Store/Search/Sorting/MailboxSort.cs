using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Puts messages of a mailbox in order. Any thread may call. RFC 5256 §3, SORT.</summary>
public static class MailboxSort
{
    /// <param name="found">In the order of the mailbox.</param>
    /// <returns>All of them; those that could not be read stand where empty fields would put them.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public static Task<SearchResult> OrderAsync(Account account, IReadOnlyList<Message> found, IReadOnlyList<SortCriterion> criteria, CancellationToken ct) =>
        OrderAsync(account, new SearchResult(found, []), criteria, ct);

    /// <summary>The same of what a search has found, whose relevance goes along with each.</summary>
    /// <inheritdoc cref="OrderAsync(Account, IReadOnlyList{Message}, IReadOnlyList{SortCriterion}, CancellationToken)"/>
    public static async Task<SearchResult> OrderAsync(Account account, SearchResult result, IReadOnlyList<SortCriterion> criteria, CancellationToken ct)
    {
        var (found, relevance) = (result.Found, result.Relevance);
        var columns = new SortColumns(found, relevance, criteria, account.Sorting);
        var unreadable = columns.WantsKeys ? await account.Keys.ReadAsync(found, columns, ct) : [];
        ct.ThrowIfCancellationRequested();
        var places = columns.Order(remember: unreadable.Count == 0);
        var ordered = new Message[places.Length];
        for (var i = 0; i < places.Length; i++)
            ordered[i] = found[places[i]];
        return new SearchResult(ordered, unreadable) { Relevance = relevance.Count == 0 ? [] : [.. places.Select(place => relevance[place])] };
    }
}
