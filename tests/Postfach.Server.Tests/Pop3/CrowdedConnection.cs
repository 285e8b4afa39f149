using System.IO.Pipelines;
using Postfach.Mail;
using Postfach.Server.Connections;

namespace Postfach.Server.Tests.Pop3;

/// <summary>A connection of a user who has too many already.</summary>
internal sealed class CrowdedConnection(LineTestConnection inner) : IClientConnection
{
    public string Id => inner.Id;

    public string Peer => inner.Peer;

    public IDuplexPipe Transport => inner.Transport;

    public bool IsEncrypted => false;

    public bool MayLogIn => true;

    public CancellationToken Closed => CancellationToken.None;

    public Task StartTlsAsync(CancellationToken ct) => inner.StartTlsAsync(ct);

    public bool TryEnter(UserName user) => false;
}
