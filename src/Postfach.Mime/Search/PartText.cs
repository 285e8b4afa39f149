using System.Buffers;
using System.Text;
using Postfach.Mail;

namespace Postfach.Mime;

/// <summary>
/// Decodes a text part, piece by piece: its transfer encoding, then its charset; of HTML, what it shows. What is held does not grow with the part. Not
/// thread-safe.
/// </summary>
public sealed class PartText
{
    private readonly ArrayBufferWriter<byte> _octets = new();
    private readonly ArrayBufferWriter<char> _markup = new();
    private readonly TransferDecoder _transfer;
    private readonly Decoder _decoder;
    private readonly HtmlText? _html;

    /// <param name="mimeHeader">The part's header, which names the type and the charset.</param>
    public PartText(ContentEncoding encoding, ReadOnlySpan<byte> mimeHeader)
    {
        _transfer = new TransferDecoder(encoding);
        _decoder = Read(mimeHeader, out var isHtml).GetDecoder();
        _html = isHtml ? new HtmlText() : null;
    }

    /// <summary>
    /// Whether a part holds text to be searched: a text, or a message that was not opened, such as a delivery status (RFC 3464 §2.1) or a piece of one.
    /// </summary>
    public static bool IsText(PartKind kind, ReadOnlySpan<byte> mimeHeader)
    {
        if (kind != PartKind.Other)
            return kind == PartKind.Text;
        foreach (var field in new HeaderFieldList(mimeHeader))
        {
            if (Ascii.EqualsIgnoreCase(field.Name, "Content-Type"u8))
                return Ascii.EqualsIgnoreCase(MediaType.Parse(field.Value).Type, "message"u8);
        }

        return false;
    }

    /// <summary>The next octets of the part; appends the characters they complete.</summary>
    /// <param name="isLast">No more follow.</param>
    public void Write(ReadOnlySpan<byte> raw, bool isLast, IBufferWriter<char> output)
    {
        _octets.ResetWrittenCount();
        if (!_transfer.IsIdentity)
            _transfer.Write(raw, isLast, _octets);
        var octets = _transfer.IsIdentity ? raw : _octets.WrittenSpan;
        if (_html is null)
        {
            Decode(octets, isLast, output);
            return;
        }

        _markup.ResetWrittenCount();
        Decode(octets, isLast, _markup);
        _html.Write(_markup.WrittenSpan, isLast, output);
    }

    private void Decode(ReadOnlySpan<byte> octets, bool isLast, IBufferWriter<char> output)
    {
        var target = output.GetSpan(_decoder.GetCharCount(octets, isLast));
        output.Advance(_decoder.GetChars(octets, target, isLast));
    }

    /// <summary>The charset that a header names, and whether its part is HTML. RFC 2854 §2.</summary>
    private static Encoding Read(ReadOnlySpan<byte> header, out bool isHtml)
    {
        isHtml = false;
        foreach (var field in new HeaderFieldList(header))
        {
            if (!Ascii.EqualsIgnoreCase(field.Name, "Content-Type"u8))
                continue;
            var media = MediaType.Parse(field.Value);
            isHtml = media.IsText && media.HasSubtype("html"u8);
            if (!new JoinedParameterReader(media.Parameters, new ByteBuffer(16), new ByteBuffer(16)).TryFind("charset"u8, out var name))
                break;
            return Charset.TryFind(Encoding.Latin1.GetString(name), out var charset) ? charset : Charset.Lenient; // RFC 5255 §4.6: then octets are compared as they are
        }

        return Charset.Lenient;
    }
}
