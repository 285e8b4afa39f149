using System.IO.Pipelines;
using Postfach.Mail;

namespace Postfach.Server.Connections;

/// <summary>One client's connection, as its session sees it. One session uses it; whoever accepted the connection closes it after that.</summary>
public interface IClientConnection
{
    /// <summary>Names the connection in the log: letters, digits and hyphens.</summary>
    string Id { get; }

    /// <summary>The client's IP address without its port, or another word where there is none, such as <c>unix</c>.</summary>
    string Peer { get; }

    /// <summary>What the log calls the command at work, a word of ours and never the client's; null between commands.</summary>
    string? Command
    {
        set
        {
        }
    }

    /// <summary>What the client sends and is sent: another object after <see cref="StartTlsAsync"/>.</summary>
    IDuplexPipe Transport { get; }

    /// <summary>TLS is there, from the start or by <see cref="StartTlsAsync"/>.</summary>
    bool IsEncrypted { get; }

    /// <summary>A password may come over this connection as it is now.</summary>
    bool MayLogIn { get; }

    /// <summary>TLS's channel binding of a type of RFC 5929; null where there is none.</summary>
    byte[]? ChannelBinding(string type) => null;

    /// <summary>Cancelled when the client is gone or the connection was cut.</summary>
    CancellationToken Closed { get; }

    /// <summary>Tells the client at once that its bytes have come, where the operating system would wait for an answer to tell it with.</summary>
    void AcknowledgeNow()
    {
    }

    /// <summary>Goes on in TLS; before it, flush what was said in clear text, and take up reading anew after it.</summary>
    /// <exception cref="IOException">No handshake came about; let it end the session.</exception>
    Task StartTlsAsync(CancellationToken ct);

    /// <summary>Counts this connection as the user's, after a log-in. False: the user has as many as one may have.</summary>
    bool TryEnter(UserName user);
}
