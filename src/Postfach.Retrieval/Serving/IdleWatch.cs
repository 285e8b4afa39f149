using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>Waits in a session of its own until a provider has something new in INBOX. RFC 2177.</summary>
internal static class IdleWatch
{
    // RFC 2177 §3: some servers end a connection after half an hour; and the other mailboxes are looked at now and then, too.
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>For what is around the waiting.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromMinutes(2);

    /// <exception cref="ProviderException">The provider cannot be used.</exception>
    public static async Task WaitAsync(RetrievalService service, Source source, CancellationToken ct)
    {
        await using var session = await service.OpenAsync(source, ct);
        var inbox = (await session.ListFoldersAsync(ct)).First(f => f.IsInbox);
        using var lease = await service.Store.OpenAsync(source.Account, ct);
        var known = (await lease.Account.Ledger.OpenAsync(source.Id, inbox.Name, ct)).Cursor;
        var listing = await session.OpenAsync(inbox, known, ct);

        // What came between the last run and now is news already.
        if (listing.Cursor.UidNext == known.UidNext && listing.Cursor.UidValidity == known.UidValidity)
            await session.WaitForNewsAsync(Longest, ct);
        await session.EndAsync(ct);
    }
}
