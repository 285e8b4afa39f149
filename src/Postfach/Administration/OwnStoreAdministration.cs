using Postfach.Files;
using Postfach.Store;

namespace Postfach.Administration;

/// <summary>The administration of a store that was opened for one command.</summary>
internal sealed class OwnStoreAdministration(MailStore store, IDisposable logs) : IAdministration
{
    private readonly StoreAdministration _inner = new(store);

    public Task<AdminReply> AskAsync(AdminRequest request, CancellationToken ct) => _inner.AskAsync(request, ct);

    public Task<IMailTarget> ImportAsync(string user, string source, CancellationToken ct) => _inner.ImportAsync(user, source, ct);

    public Task<IMailExport> ExportAsync(string user, CancellationToken ct) => _inner.ExportAsync(user, ct);

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        logs.Dispose();
    }
}
