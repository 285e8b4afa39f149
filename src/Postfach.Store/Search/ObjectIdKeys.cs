using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Says of search keys by object identifiers which messages they mean, before a mailbox is searched. RFC 8474 §6.</summary>
internal static class ObjectIdKeys
{
    /// <summary>The same query, with what the keys mean in their places.</summary>
    /// <exception cref="StoreException">The file cannot be read, or threads not be made to last.</exception>
    public static async Task<SearchQuery> ResolveAsync(Account account, SearchQuery query, CancellationToken ct)
    {
        var meanings = new Dictionary<SearchQuery, SearchQuery>();
        foreach (var key in query.Leaves().Distinct())
        {
            switch (key)
            {
                case SearchQuery.Email email:
                    meanings[key] = EmailId.TryParse(email.Id, out var id)
                        ? new SearchQuery.Bodies(account.Bodies.WithHash(Convert.FromHexString(id.Hash)), id.Arrived)
                        : SearchQuery.Nothing;
                    break;
                case SearchQuery.InThread thread:
                    meanings[key] = ThreadId.TryParse(thread.Id, out var known)
                        ? new SearchQuery.Bodies(await account.Threads.BodiesOfAsync(known, ct), null)
                        : SearchQuery.Nothing;
                    break;
            }
        }

        return meanings.Count == 0 ? query : query.Replace(key => meanings.GetValueOrDefault(key, key));
    }
}
