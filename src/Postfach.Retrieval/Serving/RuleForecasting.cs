using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>Makes the forecast of a rule on the real mailbox: logs in, looks, and changes nothing, neither here nor there.</summary>
public static class RuleForecasting
{
    // It would lie here by then.
    private static readonly BodyId WouldBeHere = new(uint.MaxValue);

    /// <exception cref="ProviderException">The provider cannot be looked at.</exception>
    /// <exception cref="StoreException">The account failed.</exception>
    public static async Task<RuleForecast> MakeAsync(RetrievalService service, Source source, RetentionRule rule, DateTimeOffset now, CancellationToken ct)
    {
        using var lease = await service.Store.OpenAsync(source.Account, ct);
        await using var session = await service.OpenAsync(source, ct);
        var asIf = source with { Settings = source.Settings with { Rule = rule } };
        var known = lease.Account.Ledger.Mailboxes(source.Id);
        var mailboxes = new List<IReadOnlyList<LedgerEntry>>();
        var (notFetched, undated) = (0, 0);
        foreach (var landing in FolderChoice.Of(asIf.Settings, await session.ListFoldersAsync(ct), LocalMailboxes.Of(lease.Account)))
        {
            var remote = known.FirstOrDefault(m => m.Name == landing.Folder.Name);
            var lines = remote is null ? [] : (await lease.Account.Ledger.LookAsync([remote.Id], now, ct))[0];
            var listing = await session.OpenAsync(landing.Folder, default, ct);
            var isSame = remote is null || remote.Cursor.UidValidity == 0 || remote.Cursor.UidValidity == listing.Cursor.UidValidity;
            var match = await LedgerMatcher.MatchAsync(session, listing, lines, isSame, now, ct);
            var news = landing.Into is null ? [] : match.New;
            mailboxes.Add([.. match.Known.Values, .. news.Select(m => AsFetched(m, source.Settings, lease.Account, now))]);
            (notFetched, undated) = (notFetched + news.Count, undated + news.Count(m => m.InternalDate is null));
        }

        var quota = await session.QuotaAsync(ct);
        await session.EndAsync(ct);
        return RuleForecast.MakeAll(rule, mailboxes, quota, now) with { NotFetched = notFetched, Undated = undated };
    }

    private static LedgerEntry AsFetched(RemoteMessage message, SourceSettings settings, Account account, DateTimeOffset now)
    {
        var flags = message.Flags ?? FlagSet.Empty;
        var isTooBig = message.IsTooBig(settings, account);
        return new LedgerEntry(
            message.Id, message.Size ?? 0, default, WouldBeHere, now, message.InternalDate ?? now, flags.Has(MessageFlags.Seen) ? now : null, DeletedHere: null,
            flags.Has(MessageFlags.Flagged), isTooBig ? CopyState.Placeholder : CopyState.There, now, Reason: null);
    }
}
