using System.Buffers;

namespace Postfach.Mime;

/// <summary>Takes the transfer encoding off a part that comes in pieces of any size. What is held does not grow with the part. Not thread-safe. RFC 2045 §6.</summary>
public sealed class TransferDecoder(ContentEncoding encoding)
{
    private readonly Base64Decoder? _base64 = encoding == ContentEncoding.Base64 ? new() : null;
    private readonly QuotedPrintableDecoder? _quoted = encoding == ContentEncoding.QuotedPrintable ? new() : null;

    /// <summary>The octets stand for themselves.</summary>
    public bool IsIdentity => _base64 is null && _quoted is null;

    /// <summary>The next octets of the part; writes those they stand for.</summary>
    /// <param name="isLast">No more follow.</param>
    public void Write(ReadOnlySpan<byte> coded, bool isLast, IBufferWriter<byte> output)
    {
        if (_base64 is not null)
        {
            _base64.Write(coded, output);
            return;
        }

        if (_quoted is null)
        {
            output.Write(coded);
            return;
        }

        _quoted.Write(coded, output);
        if (isLast)
            _quoted.WriteRest(output);
    }
}
