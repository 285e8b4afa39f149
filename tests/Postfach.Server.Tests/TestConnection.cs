using System.IO.Pipelines;
using Postfach.Mail;
using Postfach.Server.Connections;

namespace Postfach.Server.Tests;

/// <summary>A connection without a network. Its TLS is only said to be there: the bytes travel as they are, over another wire.</summary>
/// <param name="pauseAt">Bytes that the client may leave unread before the server has to wait; 0: any number.</param>
/// <param name="mayEnter">No user has too many connections.</param>
internal sealed class TestConnection(string id, bool mayLogIn, int pauseAt = 0, bool mayEnter = true) : IClientConnection
{
    private readonly TaskCompletionSource _secured = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Wire Wire { get; private set; } = new(pauseAt);

    /// <summary>The server has begun to speak TLS.</summary>
    public Task Secured => _secured.Task;

    public string Id => id;

    public string Peer => "127.0.0.1";

    public IDuplexPipe Transport => Wire;

    public bool IsEncrypted { get; private set; }

    public bool MayLogIn { get; private set; } = mayLogIn;

    /// <summary>A test's own, where the client is to go away in the middle of a command.</summary>
    public CancellationToken Closed { get; set; } = CancellationToken.None;

    public Task StartTlsAsync(CancellationToken ct)
    {
        (Wire, IsEncrypted, MayLogIn) = (new Wire(), true, true);
        _secured.TrySetResult();
        return Task.CompletedTask;
    }

    public bool TryEnter(UserName user) => mayEnter;
}
