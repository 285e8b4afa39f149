using System.IO.Pipelines;
using Postfach.Mail;
using Postfach.Server.Connections;

namespace Postfach.Server.Tests.Pop3;

/// <summary>A connection whose TLS is another pair of pipes.</summary>
internal sealed class StlsConnection(LineTestConnection clear, LineTestConnection encrypted) : IClientConnection
{
    public string Id => clear.Id;

    public string Peer => clear.Peer;

    public IDuplexPipe Transport => IsEncrypted ? encrypted.Transport : clear.Transport;

    public bool IsEncrypted { get; private set; }

    public bool MayLogIn => IsEncrypted;

    public CancellationToken Closed => CancellationToken.None;

    public Task StartTlsAsync(CancellationToken ct)
    {
        IsEncrypted = true;
        return Task.CompletedTask;
    }

    public bool TryEnter(UserName user) => true;
}
