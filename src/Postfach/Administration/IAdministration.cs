using Postfach.CommandLine;
using Postfach.Files;
using Postfach.Retrieval;

namespace Postfach.Administration;

/// <summary>Carries out what an administrator asks for: over the store itself, or by asking the server that has it.</summary>
internal interface IAdministration : IAsyncDisposable
{
    Task<AdminReply> AskAsync(AdminRequest request, CancellationToken ct);

    /// <summary>Begins an import into a user's account. End it before this is disposed of.</summary>
    /// <param name="source">The source's name in the account's ledger.</param>
    /// <exception cref="CommandException">There is no such user.</exception>
    Task<IMailTarget> ImportAsync(string user, string source, CancellationToken ct);

    /// <summary>Begins the delivery of one message. End it before this is disposed of.</summary>
    /// <param name="recipient">A user's name, or an address of the user's with a detail.</param>
    /// <param name="mailbox">Where it goes, instead of where the detail says.</param>
    /// <param name="sender">Null: not known. Empty: the message is a report, which must not be answered.</param>
    /// <exception cref="CommandException">There is no such user; or, where the message is committed, it could not be delivered.</exception>
    Task<IMailTarget> DeliverAsync(string recipient, string? mailbox, string? sender, CancellationToken ct);

    /// <summary>Opens a user's account for an export. End it before this is disposed of.</summary>
    /// <param name="withLineEnds">The target wants to know how a message's lines end before it comes.</param>
    /// <exception cref="CommandException">There is no such user.</exception>
    Task<IMailExport> ExportAsync(string user, bool withLineEnds, CancellationToken ct);

    /// <summary>Runs a source once; when a run of it goes on already, after that one. Any number at once.</summary>
    /// <param name="isDryRun">It looks and counts, and changes nothing.</param>
    /// <param name="message">What is to be fetched whole, having only its header here; null: nothing.</param>
    /// <exception cref="CommandException">There is no such source or message, or its account failed.</exception>
    Task<RunReport> FetchAsync(string source, bool isDryRun, string? message, IProgress<RunProgress> progress, CancellationToken ct);
}
