using System.IO.Pipelines;
using System.Text;
using Postfach.Protocol.Lines;
using Postfach.Protocol.Lmtp;
using Postfach.Protocol.Pop3;

namespace Postfach.Operations;

/// <summary>Commands of POP3 and LMTP, from the bytes in the pipe to the request.</summary>
internal static class LineCommandReading
{
    private const int LongestLine = 4096;

    public static IEnumerable<Operation> All { get; } =
    [
        Of("read POP3 USER", "USER anna@example.org", static line => Pop3Request.TryRead(line, out _, out _)),
        Of("read POP3 RETR", "RETR 4711", static line => Pop3Request.TryRead(line, out _, out _)),
        Of("read POP3 TOP", "TOP 4711 20", static line => Pop3Request.TryRead(line, out _, out _)),
        Of("read LMTP LHLO", "LHLO mail.example.org", static line => LmtpRequest.TryRead(line, out _, out _)),
        Of("read LMTP MAIL", "MAIL FROM:<anna@example.org> SIZE=4711 BODY=8BITMIME SMTPUTF8", static line => LmtpRequest.TryRead(line, out _, out _)),
        Of("read LMTP RCPT", "RCPT TO:<bert+lists@example.org>", static line => LmtpRequest.TryRead(line, out _, out _)),
        Of("read LMTP BDAT", "BDAT 4096 LAST", static line => LmtpRequest.TryRead(line, out _, out _)),
    ];

    private static Operation Of(string name, string command, LineCheck read) => new(name, _ =>
    {
        var words = Encoding.ASCII.GetBytes(command + "\r\n");
        var pipe = new Pipe();
        var lines = new LineFrameReader(pipe.Reader, LineEnding.CrLf, LongestLine);
        return Task.FromResult<Func<ValueTask>>(async () =>
        {
            await pipe.Writer.WriteAsync(words);
            var frame = await lines.ReadAsync(CancellationToken.None);
            if (!read(frame.Line.Span))
                throw new FormatException(command);
        });
    });
}
