using Postfach.Protocol.Pop3;

namespace Postfach.Server.Pop3.Commands;

/// <summary>A command of the server: when it is allowed, and what runs it.</summary>
/// <param name="Name">For the log.</param>
/// <param name="HoldsSecret">Its argument must not be logged.</param>
/// <param name="Run">Writes the reply; what it throws is a defect or a fault of the store.</param>
internal sealed record Pop3CommandRow(
    Type Request, string Name, Pop3States States, bool HoldsSecret, Func<Pop3Session, Pop3Request, CancellationToken, ValueTask> Run)
{
    public static Pop3CommandRow Of<TRequest>(
        string name, Pop3States states, Func<Pop3Session, TRequest, CancellationToken, ValueTask> run, bool holdsSecret = false)
        where TRequest : Pop3Request =>
        new(typeof(TRequest), name, states, holdsSecret, (session, request, ct) => run(session, (TRequest)request, ct));
}
