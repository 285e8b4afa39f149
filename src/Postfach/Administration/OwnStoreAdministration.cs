using Postfach.Files;
using Postfach.Retrieval;
using Postfach.Server.Deliveries;
using Postfach.Store;

namespace Postfach.Administration;

/// <summary>The administration of a store that was opened for one command.</summary>
internal sealed class OwnStoreAdministration(MailStore store, LocalDeliveries deliveries, MailSearch search, SourceAdministration sources, IDisposable logs) : IAdministration
{
    private readonly StoreAdministration _inner = new(store, deliveries, search, sources, status: null, endSessions: _ => Task.CompletedTask);

    public Task<AdminReply> AskAsync(AdminRequest request, CancellationToken ct) => _inner.AskAsync(request, ct);

    public Task<IMailTarget> ImportAsync(string user, string source, CancellationToken ct) => _inner.ImportAsync(user, source, ct);

    public Task<IMailTarget> DeliverAsync(string recipient, string? mailbox, string? sender, CancellationToken ct) =>
        _inner.DeliverAsync(recipient, mailbox, sender, ct);

    public Task<IMailExport> ExportAsync(string user, bool withLineEnds, CancellationToken ct) => _inner.ExportAsync(user, withLineEnds, ct);

    public Task<RunReport> FetchAsync(string source, bool isDryRun, string? message, IProgress<RunProgress> progress, CancellationToken ct) =>
        _inner.FetchAsync(source, isDryRun, message, progress, ct);

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        logs.Dispose();
    }
}
