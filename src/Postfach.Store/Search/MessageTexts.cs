using System.Buffers;
using Postfach.Mail;
using Postfach.Mime;

namespace Postfach.Store;

/// <summary>
/// Reads the texts of messages: the fields of the header, then of each part its fields and its text. Searching and indexing both read them here, so they
/// cannot differ in what a message says. Not thread-safe.
/// </summary>
internal sealed class MessageTexts(BodyReader bodies)
{
    private const int PieceBytes = 64 << 10;

    // A header beyond this is no header any more.
    private const int MaxHeaderBytes = 4 << 20;

    private readonly ArrayBufferWriter<byte> _raw = new();
    private readonly ArrayBufferWriter<char> _decoded = new();
    private readonly ArrayBufferWriter<char> _mapped = new();

    /// <summary>Tells a message's texts until the sink has enough.</summary>
    /// <exception cref="StoreException">The message cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled; it is looked at with each part and piece.</exception>
    public async ValueTask ReadAsync(BodyId body, ITextSink sink, CancellationToken ct)
    {
        var parts = bodies.Sections(body).ReadParts();
        for (var i = 0; i < parts.Count && !sink.HasEnough; i++)
        {
            ct.ThrowIfCancellationRequested();
            ReadFields(body, parts[i], sink, isMessage: i == 0);
            if (i == 0)
                sink.EndHeader();
            if (!sink.HasEnough && sink.WantsBodies && PartText.IsText(parts[i].Kind, _raw.WrittenSpan))
                await ReadTextAsync(body, parts[i], sink, ct);
        }
    }

    private void ReadFields(BodyId body, MessagePart part, ITextSink sink, bool isMessage)
    {
        Read(body, part.Mime.Offset, Math.Min(part.Mime.Length, MaxHeaderBytes));
        foreach (var field in new HeaderFieldList(_raw.WrittenSpan))
            sink.TakeField(field, isMessage);
    }

    private async ValueTask ReadTextAsync(BodyId body, MessagePart part, ITextSink sink, CancellationToken ct)
    {
        var text = new PartText(part.Encoding, _raw.WrittenSpan);
        sink.BeginBody();
        for (var offset = part.Content.Offset; offset < part.Content.End && sink.WantsBodies; offset += PieceBytes)
        {
            var take = Math.Min(PieceBytes, part.Content.End - offset);
            Read(body, offset, take);
            _decoded.ResetWrittenCount();
            text.Write(_raw.WrittenSpan, offset + take == part.Content.End, _decoded);
            _mapped.ResetWrittenCount();
            CaseMap.Append(_decoded.WrittenSpan, _mapped);
            sink.TakeBody(_decoded.WrittenSpan, _mapped.WrittenSpan);
            if (part.Content.Length > PieceBytes)
            {
                await Task.Yield();
                ct.ThrowIfCancellationRequested();
            }
        }
    }

    private void Read(BodyId body, long offset, long length)
    {
        _raw.ResetWrittenCount();
        bodies.WriteBytes(body, offset, length, _raw);
    }
}
