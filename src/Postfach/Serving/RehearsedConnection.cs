using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Postfach.Mail;
using Postfach.Server.Connections;

namespace Postfach.Serving;

/// <summary>A client that has said all it will ever say, and whose answers go into a stream.</summary>
internal sealed class RehearsedConnection(string commands, Stream answers) : IClientConnection, IDuplexPipe
{
    public string Id => "rehearsal";

    public string Peer => "rehearsal";

    public IDuplexPipe Transport => this;

    public PipeReader Input { get; } = PipeReader.Create(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(commands.ReplaceLineEndings("\r\n"))));

    public PipeWriter Output { get; } = PipeWriter.Create(answers, new StreamPipeWriterOptions(leaveOpen: true));

    public bool IsEncrypted => true;

    public bool MayLogIn => true;

    public CancellationToken Closed => CancellationToken.None;

    public Task StartTlsAsync(CancellationToken ct) => throw new NotSupportedException("No rehearsal asks for TLS.");

    public bool TryEnter(UserName user) => true;
}
