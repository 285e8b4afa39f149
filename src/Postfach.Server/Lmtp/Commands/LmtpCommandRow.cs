using Postfach.Protocol.Lmtp;

namespace Postfach.Server.Lmtp.Commands;

/// <summary>A command of the server: when it is allowed, and what runs it.</summary>
/// <param name="Name">For the log.</param>
/// <param name="NeedsLhlo">It is allowed only after LHLO. What it needs beyond that it says itself, since the replies differ.</param>
/// <param name="Run">Writes the reply; what it throws is a defect or a fault of the store.</param>
internal sealed record LmtpCommandRow(
    Type Request, string Name, bool NeedsLhlo, Func<LmtpSession, LmtpRequest, CancellationToken, ValueTask> Run)
{
    public static LmtpCommandRow Of<TRequest>(string name, bool needsLhlo, Func<LmtpSession, TRequest, CancellationToken, ValueTask> run)
        where TRequest : LmtpRequest =>
        new(typeof(TRequest), name, needsLhlo, (session, request, ct) => run(session, (TRequest)request, ct));
}
