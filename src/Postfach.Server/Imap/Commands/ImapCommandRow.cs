using System.Diagnostics.CodeAnalysis;
using Postfach.Protocol.Imap;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary>Reads a command's arguments and gives what runs it. False: the reader has said what is wrong.</summary>
internal delegate bool ImapRead(ref ImapReader reader, [NotNullWhen(true)] out ImapRun? run);

/// <summary>Runs a command and gives the reply that ends it; what it throws is a defect or a fault of the store.</summary>
internal delegate ValueTask<ImapReply> ImapRun(ImapSession session, CancellationToken ct);

/// <summary>Reads a request; one method for each type of request.</summary>
internal delegate bool ImapRequestReader<TRequest>(ref ImapReader reader, [NotNullWhen(true)] out TRequest? request);

/// <summary>A command of the server: when it is allowed, how it may disturb sequence numbers, what reads and runs it.</summary>
/// <param name="MayExpunge">
/// EXPUNGE may be told before its reply. RFC 9051 §7.5.1: not for FETCH, STORE and SEARCH, whose answers and successors go by sequence numbers.
/// </param>
/// <param name="HoldsSecret">Its arguments must not be logged.</param>
internal sealed record ImapCommandRow(string Name, ImapStates States, bool MayExpunge, bool HoldsSecret, ImapRead Read)
{
    /// <summary>Answers about messages carry their UIDs.</summary>
    public bool IsByUid { get; } = Name.StartsWith("UID ", StringComparison.Ordinal);

    public static ImapCommandRow Of<TRequest>(
        string name,
        ImapStates states,
        ImapRequestReader<TRequest> read,
        Func<ImapSession, TRequest, CancellationToken, ValueTask<ImapReply>> run,
        bool mayExpunge = true,
        bool holdsSecret = false)
        where TRequest : class =>
        new(name, states, mayExpunge, holdsSecret, (ref ImapReader reader, [NotNullWhen(true)] out ImapRun? started) =>
        {
            started = read(ref reader, out var request) ? (session, ct) => run(session, request, ct) : null;
            return started is not null;
        });
}
