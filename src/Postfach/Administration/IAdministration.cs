namespace Postfach.Administration;

/// <summary>Carries out what an administrator asks for: over the store itself, or by asking the server that has it.</summary>
internal interface IAdministration : IAsyncDisposable
{
    Task<AdminReply> AskAsync(AdminRequest request, CancellationToken ct);
}
