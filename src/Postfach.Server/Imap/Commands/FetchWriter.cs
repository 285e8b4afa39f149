using System.Buffers;
using System.Collections.Immutable;
using Postfach.Mail;
using Postfach.Mime;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary>
/// Writes FETCH answers: what was prepared is copied, bodies go out piece by piece, and nothing of the store is held while the client reads.
/// RFC 9051 §7.5.2.
/// </summary>
internal sealed class FetchWriter(ImapSession session)
{
    private const int PieceBytes = 128 << 10;

    // A header beyond this is no header any more; HEADER.FIELDS looks no further, since it has all that it looks at in memory.
    private const int MaxHeaderBytes = 4 << 20;

    private readonly IBufferWriter<byte> _output = session.Output;
    private readonly NulReplacingWriter _literal = new(session.Output);
    private readonly BodyReader _bodies = session.Account.Bodies;
    private BodyId _sectionsOf;
    private MessageSections? _sections;

    public async ValueTask WriteAsync(Message message, ImmutableArray<FetchItem> items)
    {
        _output.Write("* "u8);
        _output.WriteNumber(message.Number.Value);
        _output.Write(" FETCH ("u8);
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
                _output.Write(" "u8);
            if (items[i] is FetchItem.Section section)
                await WriteSectionAsync(message, section);
            else
                WriteItem(message, items[i]);
        }

        _output.Write(")\r\n"u8);
        await session.Conversation.SendGatheredAsync();
    }

    private void WriteItem(in Message message, FetchItem item)
    {
        switch (item)
        {
            case FetchItem.Flags:
                _output.Write("FLAGS "u8);
                _output.WriteFlags(message.Flags);
                break;
            case FetchItem.Uid:
                _output.Write("UID "u8);
                _output.WriteNumber(message.Uid.Value);
                break;
            case FetchItem.InternalDate:
                _output.Write("INTERNALDATE "u8);
                _output.WriteInternalDate(message.InternalDate);
                break;
            case FetchItem.Size:
                _output.Write("RFC822.SIZE "u8);
                _output.WriteNumber(message.Size);
                break;
            case FetchItem.Envelope:
                _output.Write("ENVELOPE "u8);
                _bodies.WritePrepared(message.Body, PreparedPart.Envelope, _output);
                break;
            case FetchItem.Structure { WithExtensions: true }:
                _output.Write("BODYSTRUCTURE "u8);
                _bodies.WritePrepared(message.Body, PreparedPart.BodyStructure, _output);
                break;
            case FetchItem.Structure:
                _output.Write("BODY "u8);
                var structure = new ArrayBufferWriter<byte>();
                _bodies.WritePrepared(message.Body, PreparedPart.BodyStructure, structure);
                BodyStructure.WriteWithoutExtensions(structure.WrittenSpan, _output);
                break;
        }
    }

    private async ValueTask WriteSectionAsync(Message message, FetchItem.Section item)
    {
        WriteName(item);
        if (!TryFind(message, item.Of, out var range))
        {
            // RFC 9051 §7.5.2: a section that the message does not have is NIL.
            _output.Write("NIL"u8);
            return;
        }

        if (item.Of.Text is SectionText.HeaderFields or SectionText.HeaderFieldsNot)
        {
            WriteFields(message, item, range);
            return;
        }

        if (item.Partial is { } partial)
            range = Cut(range, partial);
        _output.WriteLiteralHead(range.Length);
        session.IsInsideLiteral = true;
        for (long sent = 0; sent < range.Length;)
        {
            var take = Math.Min(PieceBytes, range.Length - sent);
            _bodies.WriteBytes(message.Body, range.Offset + sent, take, _literal);
            sent += take;
            await session.Conversation.SendGatheredAsync();
        }

        session.IsInsideLiteral = false;
    }

    private void WriteName(FetchItem.Section item)
    {
        switch (item.Name)
        {
            case SectionName.Rfc822:
                _output.Write("RFC822"u8);
                break;
            case SectionName.Rfc822Header:
                _output.Write("RFC822.HEADER"u8);
                break;
            case SectionName.Rfc822Text:
                _output.Write("RFC822.TEXT"u8);
                break;
            default:
                _output.Write("BODY"u8);
                item.Of.Write(_output);
                break;
        }

        if (item.Partial is { } partial)
        {
            _output.Write("<"u8);
            _output.WriteNumber(partial.Offset);
            _output.Write(">"u8);
        }

        _output.Write(" "u8);
    }

    private void WriteFields(in Message message, FetchItem.Section item, ByteRange range)
    {
        var header = new ArrayBufferWriter<byte>((int)Math.Max(1, Math.Min(range.Length, MaxHeaderBytes)));
        _bodies.WriteBytes(message.Body, range.Offset, Math.Min(range.Length, MaxHeaderBytes), header);
        var fields = new ArrayBufferWriter<byte>();
        HeaderFields.Write(header.WrittenSpan, item.Of.Fields, item.Of.Text == SectionText.HeaderFieldsNot, fields);
        var cut = item.Partial is { } partial ? Cut(new ByteRange(0, fields.WrittenCount), partial) : new ByteRange(0, fields.WrittenCount);
        _output.WriteLiteralHead(cut.Length);
        _literal.Write(fields.WrittenSpan.Slice((int)cut.Offset, (int)cut.Length));
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
