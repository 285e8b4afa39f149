using System.Buffers;
using System.Text;

namespace Postfach.Mime;

/// <summary>
/// Decides, when a part's header has ended, how its content is to be read; and afterwards, as what it is to be described.
/// </summary>
internal sealed class PartType(PartTree tree)
{
    private static readonly SearchValues<byte> WordEnds = SearchValues.Create(" \t;(\r\n"u8);

    private readonly ByteBuffer _scratch = new(128), _pieces = new(16);

    /// <summary>Settles the kind of a part. The boundary of a multipart; it holds until the next call.</summary>
    public ReadOnlySpan<byte> Settle(int index)
    {
        var media = MediaType.Of(tree, index);
        ref var part = ref tree[index];
        part.Encoding = EncodingOf(index);
        var canHold = part.Depth < MimeLimits.Depth && tree.Count < MimeLimits.Parts;
        if (media.IsText)
        {
            part.Kind = PartKind.Text;
        }
        else if (media.IsMultipart)
        {
            // RFC 2046 §5.1.1: a multipart must have a boundary. RFC 2045 §5.2: a Content-Type with a fault counts as text/plain.
            var boundary = BoundaryOf(media);
            part.Kind = boundary.IsEmpty ? PartKind.Text : canHold ? PartKind.Multipart : PartKind.Other;
            part.HoldsMessages = media.HasSubtype("digest"u8);
            return boundary;
        }
        else if (media.IsMessage && canHold && !IsEncoded(part.Encoding))
        {
            part.Kind = PartKind.Message;
        }

        return default;
    }

    /// <summary>What BODYSTRUCTURE calls a part.</summary>
    public MediaType Describe(int index)
    {
        var media = MediaType.Of(tree, index);
        return tree[index].Kind switch
        {
            PartKind.Text when !media.IsText => MediaType.TextPlain,
            // RFC 9051 §9, body-type-basic: what is not opened cannot be called message/rfc822, nor can a multipart be without parts. RFC
            // 2046 §5.2.1: message/rfc822 cannot be encoded; RFC 2045 §6.4: content whose encoding makes no sense is
            // application/octet-stream.
            PartKind.Other when media.IsMultipart || media.IsMessage => media.AsOctetStream(),
            _ => media,
        };
    }

    /// <summary>The word in Content-Transfer-Encoding; empty where there is none.</summary>
    public ReadOnlySpan<byte> EncodingWord(int index)
    {
        if (!tree.TryGet(index, FieldKind.ContentTransferEncoding, out var value))
            return default;
        var lexer = new HeaderLexer(value);
        lexer.SkipSpaceAndComments();
        var end = lexer.Rest.IndexOfAny(WordEnds);
        return (end < 0 ? lexer.Rest : lexer.Rest[..end]).Trim("\""u8);
    }

    // message/global, which may be encoded (RFC 6532 §3.7), cannot be looked into either as long as it is.
    private static bool IsEncoded(ContentEncoding encoding) => encoding is ContentEncoding.Base64 or ContentEncoding.QuotedPrintable;

    private ReadOnlySpan<byte> BoundaryOf(MediaType media)
    {
        new JoinedParameterReader(media.Parameters, _scratch, _pieces).TryFind("boundary"u8, out var boundary);
        // RFC 2046 §5.1.1: a boundary does not end with white space.
        boundary = boundary.TrimEnd(" \t\r\n"u8);
        return boundary.Length <= MimeLimits.BoundaryOctets ? boundary : default;
    }

    private ContentEncoding EncodingOf(int index)
    {
        var word = EncodingWord(index);
        if (word.IsEmpty || Ascii.EqualsIgnoreCase(word, "7bit"u8))
            return ContentEncoding.SevenBit;
        if (Ascii.EqualsIgnoreCase(word, "base64"u8))
            return ContentEncoding.Base64;
        if (Ascii.EqualsIgnoreCase(word, "quoted-printable"u8))
            return ContentEncoding.QuotedPrintable;
        if (Ascii.EqualsIgnoreCase(word, "8bit"u8))
            return ContentEncoding.EightBit;
        return Ascii.EqualsIgnoreCase(word, "binary"u8) ? ContentEncoding.Binary : ContentEncoding.Unknown;
    }
}
