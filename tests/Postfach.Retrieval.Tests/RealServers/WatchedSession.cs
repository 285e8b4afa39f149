using Postfach.Store;

namespace Postfach.Retrieval.Tests.RealServers;

/// <summary>A session that tells what a run does in it, and lets something happen in between.</summary>
internal sealed class WatchedSession(ProviderSession session, List<string> opened, Func<Task> beforeDeletion) : ProviderSession
{
    public override IReadOnlyList<string> Capabilities => session.Capabilities;

    public override Task<IReadOnlyList<RemoteFolder>> ListFoldersAsync(CancellationToken ct) => session.ListFoldersAsync(ct);

    public override Task<RemoteListing> OpenAsync(RemoteFolder folder, RemoteCursor known, CancellationToken ct)
    {
        opened.Add(folder.Name);
        return session.OpenAsync(folder, known, ct);
    }

    public override Task FetchAsync(IReadOnlyList<RemoteMessage> messages, MessageIntake intake, CancellationToken ct) => session.FetchAsync(messages, intake, ct);

    public override Task<IReadOnlyList<RemoteIdentity>> IdentifyAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken ct) => session.IdentifyAsync(messages, ct);

    public override async Task<DeletionOutcome> DeleteAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken ct)
    {
        await beforeDeletion();
        return await session.DeleteAsync(messages, ct);
    }

    public override Task<RemoteQuota?> QuotaAsync(CancellationToken ct) => session.QuotaAsync(ct);

    public override Task<bool> EndAsync(CancellationToken ct) => session.EndAsync(ct);

    public override ValueTask DisposeAsync() => session.DisposeAsync();
}
