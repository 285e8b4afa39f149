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
    private readonly UidSet _recent;
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
        _recent = session.Selected!.Recent; // the state demands it
        (_answerLiteral, _sentLiteral) = (new NulReplacingWriter(_answer), new NulReplacingWriter(session.Output));
    }

    /// <summary>A message of which no answer was written, since the store could not read it.</summary>
    public bool HasFailed { get; private set; }

    public async ValueTask WriteAsync(Message message, ImmutableArray<FetchItem> items)
    {
        try
        {
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
            if (items[i] is FetchItem.Section section)
                await WriteSectionAsync(message, section);
            else
                WriteItem(message, items[i]);
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
                _answer.WriteFlags(message.Flags, _recent.Contains(message.Uid));
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

        if (item.Partial is { } partial)
        {
            _answer.Write("<"u8);
            _answer.WriteNumber(partial.Offset);
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

        if (_sections is null || _sectionsOf != message.Body)
            (_sections, _sectionsOf) = (_bodies.Sections(message.Body), message.Body);
        var part = section.Text switch
        {
            SectionText.Whole => SectionPart.Whole,
            SectionText.Text => SectionPart.Text,
            SectionText.Mime => SectionPart.Mime,
            _ => SectionPart.Header,
        };
        return _sections.TryFind(section.Part.AsSpan(), part, out range);
    }

    // RFC 9051 §6.4.5.1: beyond the end there is nothing, and that is no error.
    private static ByteRange Cut(ByteRange range, PartialRange partial)
    {
        var offset = Math.Min(partial.Offset, range.Length);
        return new ByteRange(range.Offset + offset, Math.Min(partial.Length, range.Length - offset));
    }
}
