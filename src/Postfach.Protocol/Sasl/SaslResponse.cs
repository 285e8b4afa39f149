using System.Buffers;
using System.Buffers.Text;

namespace Postfach.Protocol.Sasl;

/// <summary>What a client answers to a challenge, or sends along as its initial response. RFC 4422 §3.4, RFC 4648 §4.</summary>
public abstract record SaslResponse
{
    private SaslResponse()
    {
    }

    public sealed record Data(ReadOnlyMemory<byte> Bytes) : SaslResponse;

    /// <summary>The client gives up.</summary>
    public sealed record Cancelled : SaslResponse;

    /// <summary>Not base64 as RFC 4648 has it: no white space, full padding, no stray bits.</summary>
    public sealed record Malformed : SaslResponse;

    /// <summary>Reads the line a client sends after a challenge; an empty one is an empty response.</summary>
    public static SaslResponse Read(ReadOnlySpan<byte> line) => line is [(byte)'*'] ? new Cancelled() : Decode(line);

    // RFC 4959 §3, RFC 5034 §4: beside the command an empty response is written "=", since an absent one means something else.
    public static SaslResponse ReadInitial(ReadOnlySpan<byte> argument) => argument is [(byte)'='] ? new Data(default) : Decode(argument);

    private static SaslResponse Decode(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (Base64.DecodeFromUtf8(text, bytes, out _, out var length) != OperationStatus.Done)
            return new Malformed();

        // The library's decoder skips white space and stray bits; what is exact comes out the same again.
        var again = new byte[Base64.GetMaxEncodedToUtf8Length(length)];
        Base64.EncodeToUtf8(bytes.AsSpan(0, length), again, out _, out var written);
        return text.SequenceEqual(again.AsSpan(0, written)) ? new Data(bytes.AsMemory(0, length)) : new Malformed();
    }
}
