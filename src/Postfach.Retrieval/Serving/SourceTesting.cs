using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>Looks at a provider: what it can do, what is there, and whether its ids can be relied on.</summary>
internal static class SourceTesting
{
    /// <exception cref="ProviderException">It cannot be used so.</exception>
    public static async Task<SourceTest> LookAsync(RetrievalService service, Source source, CancellationToken ct)
    {
        using var lease = await service.Store.OpenAsync(source.Account, ct);
        IReadOnlyList<RemoteMessage> listed = [];
        SourceTest test;
        await using (var session = await service.OpenAsync(source, ct))
        {
            var mailboxes = new List<TestedMailbox>();
            foreach (var (folder, into, _) in FolderChoice.Of(source.Settings, await session.ListFoldersAsync(ct), LocalMailboxes.Of(lease.Account)).Where(l => l.Into is not null))
            {
                var (messages, bytes) = await session.CountAsync(folder, ct);
                mailboxes.Add(new TestedMailbox(folder.Name, into!, messages, bytes)); // Those without were left out
            }

            if (source.Settings.Protocol == SourceProtocol.Pop3)
                listed = (await session.OpenAsync(RemoteFolder.Maildrop, default, ct)).Messages;
            test = new SourceTest(session.Capabilities, mailboxes, await session.QuotaAsync(ct), session.LoginDelay, session.ExpireDays, Ids: null);
            await session.EndAsync(ct);
        }

        return source.Settings.Protocol == SourceProtocol.Pop3 ? test with { Ids = await CompareAsync(service, source, Earlier(lease.Account, source), listed, ct) } : test;
    }

    /// <summary>Whether ids are the same in two sessions: this one and an earlier run, or else one more.</summary>
    private static async Task<IdStability> CompareAsync(
        RetrievalService service, Source source, IReadOnlyList<(string Id, long? Size)> earlier, IReadOnlyList<RemoteMessage> listed, CancellationToken ct)
    {
        if (source.State.Ids == IdStability.Unstable || listed.Count == 0)
            return source.State.Ids;
        if (earlier.Count > 0 || listed.Any(m => m.Id.Length == 0))
            return RemoteIds.Compare(earlier, listed);
        try
        {
            await using var session = await service.OpenAsync(source, ct);
            var again = (await session.OpenAsync(RemoteFolder.Maildrop, default, ct)).Messages;
            await session.EndAsync(ct);
            return RemoteIds.Compare([.. listed.Select(m => (m.Id, m.Size))], again);
        }
        catch (ProviderException)
        {
            // It wants some time between two log-ins, or still holds the first session: then it is not known.
            return IdStability.Unknown;
        }
    }

    private static IReadOnlyList<(string Id, long? Size)> Earlier(Account account, Source source) =>
        [.. account.Ledger.Mailboxes(source.Id).SelectMany(m => account.Ledger.Read(m.Id))
            .Where(e => e.State is CopyState.There or CopyState.Placeholder && !LedgerMatcher.IsMade(e.Id)).Select(e => (e.Id, (long?)e.Size))];
}
