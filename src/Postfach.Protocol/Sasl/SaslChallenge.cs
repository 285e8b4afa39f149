using System.Buffers;
using System.Text;

namespace Postfach.Protocol.Sasl;

/// <summary>A challenge as IMAP and POP3 send it: <c>+ base64</c>. RFC 9051 §6.2.2, RFC 5034 §4.</summary>
public static class SaslChallenge
{
    public static void Write(IBufferWriter<byte> output, ReadOnlyMemory<byte> challenge) =>
        Encoding.ASCII.GetBytes($"+ {Convert.ToBase64String(challenge.Span)}\r\n", output);
}
