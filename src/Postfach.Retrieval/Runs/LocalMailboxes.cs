using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>The mailboxes of the account here, for choosing where mail lands. Immutable.</summary>
/// <param name="Names">All of them.</param>
/// <param name="ByUse">The one of each special use.</param>
internal sealed record LocalMailboxes(IReadOnlySet<string> Names, IReadOnlyDictionary<SpecialUse, string> ByUse)
{
    public static LocalMailboxes Of(Account account)
    {
        var entries = account.Mailboxes.ByName.Values;
        return new LocalMailboxes(
            entries.Select(e => e.Name.Value).ToHashSet(StringComparer.Ordinal),
            entries.Where(e => e.SpecialUse != SpecialUse.None).GroupBy(e => e.SpecialUse).ToDictionary(g => g.Key, g => g.First().Name.Value));
    }

    /// <summary>Where mail of a special use lands; one that has no mailbox here gets the usual one.</summary>
    public string Of(SpecialUse use) => ByUse.GetValueOrDefault(use) ?? (use == SpecialUse.All ? Of(SpecialUse.Archive) : use.ToString());
}
