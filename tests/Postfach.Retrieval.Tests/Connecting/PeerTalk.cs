using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Postfach.Retrieval.Tests.Connecting;

/// <summary>One connection of a <see cref="ScriptedPeer"/>.</summary>
internal sealed class PeerTalk(Stream wire, Stream record, List<string> lines, CancellationToken end) : IAsyncDisposable
{
    private Stream _stream = new Recording(wire, record);

    /// <summary>Cancelled when the test is over.</summary>
    public CancellationToken End => end;

    public ValueTask SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public ValueTask SendAsync(params byte[] bytes) => _stream.WriteAsync(bytes, end);

    /// <summary>A packet a byte.</summary>
    public async Task DribbleAsync(byte[] bytes)
    {
        foreach (var b in bytes)
        {
            await _stream.WriteAsync(new[] { b }, end);
            await Task.Yield();
        }
    }

    public async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, end);
        return bytes;
    }

    /// <summary>Null: the other one has ended the connection.</summary>
    public async Task<string?> ReadLineAsync()
    {
        var line = new List<byte>();
        var next = new byte[1];
        while (await _stream.ReadAsync(next, end) == 1)
        {
            if (next[0] == '\n')
            {
                lines.Add(Encoding.Latin1.GetString([.. line]).TrimEnd('\r'));
                return lines[^1];
            }

            line.Add(next[0]);
        }

        return null;
    }

    /// <summary>Goes on inside TLS.</summary>
    /// <param name="isWelcome">What it thinks of the client's certificate, which may be none; null: it asks for none.</param>
    public async Task SecureAsync(X509Certificate2 certificate, Func<X509Certificate?, bool>? isWelcome = null)
    {
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = tls;
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificate = certificate,
                ClientCertificateRequired = isWelcome is not null,
                RemoteCertificateValidationCallback = isWelcome is null ? null : (_, shown, _, _) => isWelcome(shown),
            },
            end);
    }

    /// <summary>Answers IMAP commands until the other one has gone.</summary>
    /// <param name="answer">Of a command without its tag: a tagged response without its tag, untagged ones before it. Null: OK; empty: nothing.</param>
    public async Task AnswerImapAsync(Func<string, string?> answer)
    {
        while (await ReadLineAsync() is { } line)
        {
            // What is no command, as the beginning of TLS, ends it.
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space <= 0 && line != "DONE")
                return;
            var text = answer(line[(space + 1)..]) ?? "OK done";
            var last = text.LastIndexOf('\n') + 1;
            if (text.Length > 0)
                await SendAsync(text.StartsWith('+') ? text + "\r\n" : $"{text[..last]}{line[..Math.Max(space, 0)]} {text[last..]}\r\n");
        }
    }

    /// <summary>Answers POP3 commands until the other one has gone.</summary>
    public async Task AnswerPop3Async(Func<string, string?> answer)
    {
        while (await ReadLineAsync() is { } line)
        {
            if (answer(line) is { } text)
                await SendAsync(text + "\r\n");
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _stream.DisposeAsync();
        }
        catch (IOException)
        {
            // The other one was quicker.
        }
    }

    private sealed class Recording(Stream inner, Stream record) : ConnectionStream(inner)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await Inner.ReadAsync(buffer, cancellationToken);
            record.Write(buffer.Span[..count]);
            return count;
        }
    }
}
