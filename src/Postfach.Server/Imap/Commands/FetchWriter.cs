using System.Buffers;
using System.Collections.Immutable;
using Postfach.Mail;
using Postfach.Mime;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary>
/// Writes FETCH answers: what was prepared is copied, bodies go out piece by piece, and nothing of the store is held while the client reads. An answer is
/// put together before any of it is sent, as far as the first piece of a long body, so that a message that cannot be read leaves no half answer behind.
/// RFC 9051 §7.5.2.
/// </summary>
internal sealed class FetchWriter
{
    private const int FirstPieceBytes = 16 << 10, PieceBytes = 128 << 10;

    // A header beyond this is no header any more; HEADER.FIELDS looks no further, since it has all that it looks at in memory.
    private const int MaxHeaderBytes = 4 << 20;

    private readonly ImapSession _session;
    private readonly BodyReader _bodies;
    private readonly ArrayBufferWriter<byte> _answer = new();
    private readonly ArrayBufferWriter<byte> _scratch = new();
    private readonly ArrayBufferWriter<byte> _fields = new();
    private readonly NulReplacingWriter _answerLiteral;
    private readonly NulReplacingWriter _sentLiteral;
    private BodyId _sectionsOf;
    private MessageSections? _sections;

    public FetchWriter(ImapSession session)
    {
        (_session, _bodies) = (session, session.Account.Bodies);
        (_answerLiteral, _sentLiteral) = (new NulReplacingWriter(_answer), new NulReplacingWriter(session.Output));
    }

    /// <summary>A message of which no answer was written, since the store could not read it.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>A message of which no answer was written, since a part that was asked for is encoded in a way nobody knows. RFC 9051 §6.4.5.2.</summary>
    public bool HasUnknownEncoding { get; private set; }

    public async ValueTask WriteAsync(Message message, ImmutableArray<FetchItem> items)
    {
        try
        {
            if (CanDecode(message, items))
                await WriteAnswerAsync(message, items);
        }
        catch (StoreException e) when (!_session.IsInsideResponse)
        {
            // One message that is damaged keeps nobody from the others.
            _session.Service.Logger.MessageUnreadable(message.Body.Value, e);
            HasFailed = true;
        }
        finally
        {
            _answer.ResetWrittenCount();
        }

        await _session.Conversation.SendGatheredAsync();
    }

    private async ValueTask WriteAnswerAsync(Message message, ImmutableArray<FetchItem> items)
    {
        _answer.Write("* "u8);
        _answer.WriteNumber(message.Number.Value);
        _answer.Write(" FETCH ("u8);
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
                _answer.Write(" "u8);
            switch (items[i])
            {
                case FetchItem.Section section:
                    await WriteSectionAsync(message, section);
                    break;
                case FetchItem.Binary binary:
                    await WriteBinaryAsync(message, binary);
                    break;
                default:
                    WriteItem(message, items[i]);
                    break;
            }
        }

        _answer.Write(")\r\n"u8);
        _session.Output.Write(_answer.WrittenSpan);
        _session.IsInsideResponse = false;
    }

    private void WriteItem(in Message message, FetchItem item)
    {
        switch (item)
        {
            case FetchItem.Flags:
                _answer.Write("FLAGS "u8);
                _answer.WriteFlags(message.Flags, _session.Selected!.IsRecent(_session, message.Uid));
                break;
            case FetchItem.Uid:
                _answer.Write("UID "u8);
                _answer.WriteNumber(message.Uid.Value);
                break;
            case FetchItem.ModSeq:
                _answer.WriteText($"MODSEQ ({message.ModSeq})");
                break;
            case FetchItem.InternalDate:
                _answer.Write("INTERNALDATE "u8);
                _answer.WriteInternalDate(message.InternalDate);
                break;
            case FetchItem.Size:
                _answer.Write("RFC822.SIZE "u8);
                _answer.WriteNumber(message.Size);
                break;
            case FetchItem.Envelope:
                _answer.Write("ENVELOPE "u8);
                _bodies.WritePrepared(message.Body, PreparedPart.Envelope, _answer);
                break;
            case FetchItem.BinarySize size:
                _answer.Write("BINARY.SIZE"u8);
                size.Of.Write(_answer);
                _answer.Write(" "u8);
                _answer.WriteNumber(Decoded(message, size.Of)?.Measure(0, 0).Length ?? 0);
                break;
            case FetchItem.Structure { WithExtensions: true }:
                _answer.Write("BODYSTRUCTURE "u8);
                _bodies.WritePrepared(message.Body, PreparedPart.BodyStructure, _answer);
                break;
            case FetchItem.Structure:
                _answer.Write("BODY "u8);
                _scratch.ResetWrittenCount();
                _bodies.WritePrepared(message.Body, PreparedPart.BodyStructure, _scratch);
                BodyStructure.WriteWithoutExtensions(_scratch.WrittenSpan, _answer);
                break;
        }
    }

    private async ValueTask WriteSectionAsync(Message message, FetchItem.Section item)
    {
        WriteName(item);
        if (!TryFind(message, item.Of, out var range))
        {
            // RFC 9051 §7.5.2: a section that the message does not have is NIL.
            _answer.Write("NIL"u8);
            return;
        }

        if (item.Of.Text is SectionText.HeaderFields or SectionText.HeaderFieldsNot)
        {
            WriteFields(message, item, range);
            return;
        }

        await WriteBytesAsync(message, item.Partial is { } partial ? Cut(range, partial) : range);
    }

    private async ValueTask WriteBytesAsync(Message message, ByteRange range)
    {
        _answer.WriteLiteralHead(range.Length);
        var sent = Math.Min(FirstPieceBytes, range.Length);
        _bodies.WriteBytes(message.Body, range.Offset, sent, _answerLiteral);
        if (sent == range.Length)
            return;
        _session.IsInsideResponse = true;
        _session.Output.Write(_answer.WrittenSpan);
        _answer.ResetWrittenCount();
        while (sent < range.Length)
        {
            var take = Math.Min(PieceBytes, range.Length - sent);
            _bodies.WriteBytes(message.Body, range.Offset + sent, take, _sentLiteral);
            sent += take;
            await _session.Conversation.SendGatheredAsync();
        }
    }

    private async ValueTask WriteBinaryAsync(Message message, FetchItem.Binary item)
    {
        _answer.Write("BINARY"u8);
        item.Of.Write(_answer);
        WriteOrigin(item.Partial);
        if (Decoded(message, item.Of) is not { } part)
        {
            _answer.Write("NIL"u8);
            return;
        }

        var (offset, count) = item.Partial is { } partial ? (partial.Offset, Math.Min(partial.Length, long.MaxValue - partial.Offset)) : (0, long.MaxValue);
        var (length, hasNul) = part.Measure(offset, count);

        // RFC 9051 §4.3: a NUL travels in a literal8 only.
        if (hasNul)
            _answer.Write("~"u8);
        _answer.WriteLiteralHead(Math.Clamp(length - offset, 0, count));
        _session.IsInsideResponse = true;
        _session.Output.Write(_answer.WrittenSpan);
        _answer.ResetWrittenCount();
        foreach (var piece in part.Read(offset, count))
        {
            _session.Output.Write(piece.Span);
            await _session.Conversation.SendGatheredAsync();
        }
    }

    private bool CanDecode(in Message message, ImmutableArray<FetchItem> items)
    {
        foreach (var item in items)
        {
            if ((item is FetchItem.Binary binary && IsUnknown(message, binary.Of)) || (item is FetchItem.BinarySize size && IsUnknown(message, size.Of)))
            {
                HasUnknownEncoding = true;
                return false;
            }
        }

        return true;
    }

    private bool IsUnknown(in Message message, BodySection section) =>
        SectionsOf(message).TryFindPart(section.Part.AsSpan(), out var part) && part.Encoding == ContentEncoding.Unknown;

    /// <summary>Null: the message has no such part.</summary>
    private DecodedPart? Decoded(in Message message, BodySection section)
    {
        // RFC 3516 §4.2: without a part's number, the message itself, which nothing is taken off.
        if (section.Part.IsEmpty)
            return new DecodedPart(_bodies, message.Body, ContentEncoding.Binary, new ByteRange(0, message.Size));
        return SectionsOf(message).TryFindPart(section.Part.AsSpan(), out var part) ? new DecodedPart(_bodies, message.Body, part.Encoding, part.Content) : null;
    }

    private void WriteName(FetchItem.Section item)
    {
        switch (item.Name)
        {
            case SectionName.Rfc822:
                _answer.Write("RFC822"u8);
                break;
            case SectionName.Rfc822Header:
                _answer.Write("RFC822.HEADER"u8);
                break;
            case SectionName.Rfc822Text:
                _answer.Write("RFC822.TEXT"u8);
                break;
            default:
                _answer.Write("BODY"u8);
                item.Of.Write(_answer);
                break;
        }

        WriteOrigin(item.Partial);
    }

    private void WriteOrigin(PartialRange? partial)
    {
        if (partial is { } range)
        {
            _answer.Write("<"u8);
            _answer.WriteNumber(range.Offset);
            _answer.Write(">"u8);
        }

        _answer.Write(" "u8);
    }

    private void WriteFields(in Message message, FetchItem.Section item, ByteRange range)
    {
        _scratch.ResetWrittenCount();
        _bodies.WriteBytes(message.Body, range.Offset, Math.Min(range.Length, MaxHeaderBytes), _scratch);
        _fields.ResetWrittenCount();
        HeaderFields.Write(_scratch.WrittenSpan, item.Of.Fields, item.Of.Text == SectionText.HeaderFieldsNot, _fields);
        var all = new ByteRange(0, _fields.WrittenCount);
        var cut = item.Partial is { } partial ? Cut(all, partial) : all;
        _answer.WriteLiteralHead(cut.Length);
        _answerLiteral.Write(_fields.WrittenSpan.Slice((int)cut.Offset, (int)cut.Length));
    }

    private bool TryFind(in Message message, BodySection section, out ByteRange range)
    {
        if (section.Part.IsEmpty && section.Text == SectionText.Whole)
        {
            range = new ByteRange(0, message.Size);
            return true;
        }

        var part = section.Text switch
        {
            SectionText.Whole => SectionPart.Whole,
            SectionText.Text => SectionPart.Text,
            SectionText.Mime => SectionPart.Mime,
            _ => SectionPart.Header,
        };
        return SectionsOf(message).TryFind(section.Part.AsSpan(), part, out range);
    }

    private MessageSections SectionsOf(in Message message)
    {
        if (_sections is null || _sectionsOf != message.Body)
            (_sections, _sectionsOf) = (_bodies.Sections(message.Body), message.Body);
        return _sections;
    }

    // RFC 9051 §6.4.5.1: beyond the end there is nothing, and that is no error.
    private static ByteRange Cut(ByteRange range, PartialRange partial)
    {
        var offset = Math.Min(partial.Offset, range.Length);
        return new ByteRange(range.Offset + offset, Math.Min(partial.Length, range.Length - offset));
    }
}
