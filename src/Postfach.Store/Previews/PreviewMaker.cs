using System.Buffers;
using System.Text;
using Postfach.Mail;
using Postfach.Mime;

namespace Postfach.Store;

/// <summary>Makes previews of messages: of the first text that shows something and is no attachment. RFC 8970 §3. Not thread-safe.</summary>
internal sealed class PreviewMaker(BodyReader bodies)
{
    // What is looked at: of the parts, of the header of each, and of the content of each. Newsletters begin with as much style as this.
    private const int MaxParts = 20, MaxHeaderBytes = 16 << 10, MaxContentBytes = 64 << 10, PieceBytes = 8 << 10;

    private readonly ArrayBufferWriter<byte> _raw = new();
    private readonly ArrayBufferWriter<char> _decoded = new();

    /// <summary>A preview as it is kept, its version and then UTF-8; the empty one where nothing can be shown.</summary>
    /// <exception cref="StoreException">The message cannot be read.</exception>
    public byte[] Make(BodyId body)
    {
        var preview = new PreviewText();
        foreach (var part in bodies.Sections(body).ReadParts().Take(MaxParts))
        {
            if (part.Kind != PartKind.Text)
                continue;
            Read(body, part.Mime.Offset, Math.Min(part.Mime.Length, MaxHeaderBytes));
            if (!IsAttachment(_raw.WrittenSpan))
                Write(body, part, new PartText(part.Encoding, _raw.WrittenSpan), preview);
            if (preview.ToString().Length > 0)
                break;
        }

        return [PreviewText.Version, .. Encoding.UTF8.GetBytes(preview.ToString())];
    }

    private void Write(BodyId body, MessagePart part, PartText text, PreviewText preview)
    {
        var end = part.Content.Offset + Math.Min(part.Content.Length, MaxContentBytes);
        for (var offset = part.Content.Offset; offset < end && !preview.IsFull; offset += PieceBytes)
        {
            var take = Math.Min(PieceBytes, end - offset);
            Read(body, offset, take);
            _decoded.ResetWrittenCount();
            text.Write(_raw.WrittenSpan, offset + take == end, _decoded);
            preview.Write(_decoded.WrittenSpan, offset + take == end);
        }
    }

    private static bool IsAttachment(ReadOnlySpan<byte> header)
    {
        foreach (var field in new HeaderFieldList(header))
        {
            if (Ascii.EqualsIgnoreCase(field.Name, "Content-Disposition"u8))
                return field.Value.Length >= 10 && Ascii.EqualsIgnoreCase(field.Value[..10], "attachment"u8);
        }

        return false;
    }

    private void Read(BodyId body, long offset, long length)
    {
        _raw.ResetWrittenCount();
        bodies.WriteBytes(body, offset, length, _raw);
    }
}
