using System.Buffers;
using Postfach.Mail;
using Postfach.Mime;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Server.Connections;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary>
/// Writes FETCH answers: many messages at one go, read in the order in which they lie, straight into the memory that is sent; long ones piece by piece, and
/// nothing of the store is held while the client reads. An answer is put together before any of it is sent, as far as the first piece of a long body, so that
/// a message that cannot be read leaves no half answer behind. RFC 9051 §7.5.2.
/// </summary>
internal sealed class FetchWriter
{
    private const int MessagesAtATime = 128, BytesAtATime = 64 << 10, PieceBytes = 128 << 10;

    // A header beyond this is no header any more; HEADER.FIELDS looks no further, since it has all that it looks at in memory.
    private const int MaxHeaderBytes = 4 << 20;

    private readonly ImapSession _session;
    private readonly BodyReader _bodies;
    private readonly AnswerBuffer _answer;
    private readonly FlagTexts _flags = new();
    private readonly IReadOnlyDictionary<BodyId, ThreadId> _threads;
    private readonly ArrayBufferWriter<byte> _scratch = new();
    private readonly ArrayBufferWriter<byte> _fields = new();
    private BodyId _sectionsOf;
    private MessageSections? _sections;
    private MadePreviews? _previews;

    /// <param name="threads">Those of the messages, where they are to be told.</param>
    public FetchWriter(ImapSession session, IReadOnlyDictionary<BodyId, ThreadId> threads) =>
        (_session, _bodies, _answer, _threads) = (session, session.Account.Bodies, new AnswerBuffer(session.Output), threads);

    /// <summary>A message of which no answer was written, since the store could not read it.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>A message of which no answer was written, since a part that was asked for is encoded in a way nobody knows. RFC 9051 §6.4.5.2.</summary>
    public bool HasUnknownEncoding { get; private set; }

    /// <param name="plan">What is told of a message.</param>
    public async ValueTask WriteAsync(MailboxSnapshot view, UidSet uids, Func<Uid, FetchPlan> plan)
    {
        var messages = new Message[Math.Min(MessagesAtATime, uids.Count)];
        var cursor = view.Walk(uids);
        for (int count; (count = cursor.Read(messages)) > 0;)
        {
            for (var done = 0; done < count;)
            {
                done += WriteTogether(messages.AsSpan(done, count - done), plan);
                await _session.Conversation.SendGatheredAsync();
                if (_previews is not null)
                    await _previews.KeepGatheredAsync(_session.Connection.Closed);
                if (done < count && plan(messages[done].Uid) is var longer && longer.TakesPieces(messages[done]))
                    await WriteInPiecesAsync(messages[done++], longer);
            }
        }

        if (_previews is not null)
            await _previews.KeepAsync(_session.Connection.Closed);
    }

    /// <summary>Writes as many as make one piece of what is sent, up to one that takes pieces.</summary>
    /// <returns>How many.</returns>
    private int WriteTogether(ReadOnlySpan<Message> messages, Func<Uid, FetchPlan> plan)
    {
        var bodies = _bodies.BeginBatch();
        try
        {
            var done = 0;
            while (done < messages.Length && _answer.Gathered < BytesAtATime)
            {
                ref readonly var message = ref messages[done];
                var items = plan(message.Uid);
                if (items.TakesPieces(message))
                    break;
                done++;
                TryWrite(ref bodies, message, items);
            }

            return done;
        }
        finally
        {
            bodies.Dispose();
            _answer.Commit();
        }
    }

    private void TryWrite(ref BodyBatch bodies, in Message message, FetchPlan plan)
    {
        try
        {
            bodies.MoveTo(message.Body);
            Begin(message);
            foreach (var column in plan.Items)
                WriteColumn(ref bodies, message, column);
            End();
        }
        catch (StoreException e)
        {
            Fail(message, e);
        }
    }

    private async ValueTask WriteInPiecesAsync(Message message, FetchPlan plan)
    {
        try
        {
            if (HasOnlyKnownEncodings(message, plan))
                await WriteAnswerInPiecesAsync(message, plan);
        }
        catch (StoreException e) when (!_session.IsInsideResponse)
        {
            Fail(message, e);
        }

        _answer.Commit();
        await _session.Conversation.SendGatheredAsync();
    }

    private async ValueTask WriteAnswerInPiecesAsync(Message message, FetchPlan plan)
    {
        Begin(message);
        foreach (var column in plan.Items)
        {
            switch (column.Item)
            {
                case FetchItem.Section section when column.Fields is null:
                    await WriteSectionInPiecesAsync(message, column, section);
                    break;
                case FetchItem.Binary binary:
                    await WriteBinaryAsync(message, column, binary);
                    break;
                default:
                    WriteColumn(message, column);
                    break;
            }
        }

        End();
        _session.IsInsideResponse = false;
    }

    private void Begin(in Message message)
    {
        _answer.Write("* "u8);
        _answer.WriteNumber(message.Number.Value);
        _answer.Write(" FETCH ("u8);
    }

    private void End()
    {
        _answer.Write(")\r\n"u8);
        _answer.Complete();
    }

    // One message that is damaged keeps nobody from the others.
    private void Fail(in Message message, StoreException e)
    {
        _answer.TakeBack();
        _session.Service.Logger.MessageUnreadable(message.Body.Value, e);
        HasFailed = true;
    }

    private void WriteColumn(in Message message, FetchPlan.Column column)
    {
        var bodies = _bodies.BeginBatch();
        try
        {
            bodies.MoveTo(message.Body);
            WriteColumn(ref bodies, message, column);
        }
        finally
        {
            bodies.Dispose();
        }
    }

    private void WriteColumn(ref BodyBatch bodies, in Message message, FetchPlan.Column column)
    {
        _answer.Write(column.Label);
        switch (column.Item)
        {
            case FetchItem.Flags:
                _answer.Write(_flags.Of(message.Flags, _session.Selected!.IsRecent(_session, message.Uid))); // only of a selected mailbox's messages
                break;
            case FetchItem.Uid:
                _answer.WriteNumber(message.Uid.Value);
                break;
            case FetchItem.ModSeq:
                _answer.Write("("u8);
                _answer.WriteNumber(message.ModSeq.Value);
                _answer.Write(")"u8);
                break;
            case FetchItem.InternalDate:
                _answer.WriteInternalDate(message.InternalDate);
                break;
            case FetchItem.Size:
                _answer.WriteNumber(message.Size);
                break;
            case FetchItem.SaveDate:
                _answer.WriteInternalDate(InternalDate.From(message.SaveDate));
                break;
            case FetchItem.EmailId:
                _answer.WriteText($"({EmailId.Of(bodies.Hash, message.InternalDate)})");
                break;
            case FetchItem.ThreadId:
                _answer.WriteText($"({_threads[message.Body]})");
                break;
            case FetchItem.Preview:
                WritePreview(ref bodies, message);
                break;
            case FetchItem.Envelope:
                _answer.Write(bodies.Envelope);
                break;
            case FetchItem.Structure { WithExtensions: true }:
                _answer.Write(bodies.BodyStructure);
                break;
            case FetchItem.Structure:
                BodyStructure.WriteWithoutExtensions(bodies.BodyStructure, _answer);
                break;
            case FetchItem.BinarySize size:
                _answer.WriteNumber(Decoded(message, size.Of)?.Measure(0, 0).Length ?? 0);
                break;
            case FetchItem.Section section:
                WriteSection(ref bodies, message, column, section);
                break;
        }
    }

    // RFC 8970 §4.1: NIL is for who cannot make one at once; it takes no longer than to read the beginning of a message.
    private void WritePreview(ref BodyBatch bodies, in Message message)
    {
        if (bodies.TryGetPreview(out var kept))
            _answer.WriteString(kept);
        else
            _answer.WriteString((_previews ??= _session.Account.BeginPreviews()).Make(message.Body));
    }

    private void WriteSection(ref BodyBatch bodies, in Message message, FetchPlan.Column column, FetchItem.Section item)
    {
        if (column.IsListed && bodies.TryGetListedFields(out var listed))
            WriteFields(listed, column.Fields!, item); // it has fields if they are listed
        else if (!TryFind(ref bodies, message, item.Of, out var range))
            _answer.Write("NIL"u8); // RFC 9051 §7.5.2: a section that the message does not have.
        else if (column.Fields is { } fields)
            WriteFields(Header(ref bodies, message, range), fields, item);
        else
            WriteLiteral(Cut(bodies.FirstBytes, range), item.Partial);
    }

    private void WriteFields(ReadOnlySpan<byte> header, FieldNames fields, FetchItem.Section item)
    {
        _fields.ResetWrittenCount();
        HeaderFields.Write(header, fields, item.Of.Text == SectionText.HeaderFieldsNot, _fields);
        WriteLiteral(_fields.WrittenSpan, item.Partial);
    }

    private void WriteLiteral(ReadOnlySpan<byte> bytes, PartialRange? partial)
    {
        if (partial is { } wanted)
            bytes = Cut(bytes, Cut(new ByteRange(0, bytes.Length), wanted));
        _answer.WriteLiteralHead(bytes.Length);
        _answer.WriteWithoutNul(bytes);
    }

    private ReadOnlySpan<byte> Header(ref BodyBatch bodies, in Message message, ByteRange range)
    {
        if (message.Size <= BodyReader.RowBytes)
            return Cut(bodies.FirstBytes, range);
        _scratch.ResetWrittenCount();
        _bodies.WriteBytes(message.Body, range.Offset, Math.Min(range.Length, MaxHeaderBytes), _scratch);
        return _scratch.WrittenSpan;
    }

    private async ValueTask WriteSectionInPiecesAsync(Message message, FetchPlan.Column column, FetchItem.Section item)
    {
        _answer.Write(column.Label);
        if (!TryFind(message, item.Of, out var range))
        {
            _answer.Write("NIL"u8);
            return;
        }

        if (item.Partial is { } partial)
            range = Cut(range, partial);
        _answer.WriteLiteralHead(range.Length);
        long sent = 0;
        do
        {
            var take = Math.Min(PieceBytes, range.Length - sent);
            _scratch.ResetWrittenCount();
            _bodies.WriteBytes(message.Body, range.Offset + sent, take, _scratch);
            _answer.WriteWithoutNul(_scratch.WrittenSpan);
            sent += take;
            if (sent < range.Length)
                await SendPieceAsync();
        }
        while (sent < range.Length);
    }

    private async ValueTask WriteBinaryAsync(Message message, FetchPlan.Column column, FetchItem.Binary item)
    {
        _answer.Write(column.Label);
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
        foreach (var piece in part.Read(offset, count))
        {
            _answer.Write(piece.Span);
            await SendPieceAsync();
        }
    }

    /// <summary>Sends what there is of an answer: from here on it has to be completed.</summary>
    private ValueTask SendPieceAsync()
    {
        _session.IsInsideResponse = true;
        _answer.Complete();
        _answer.Commit();
        return _session.Conversation.SendGatheredAsync();
    }

    private bool HasOnlyKnownEncodings(Message message, FetchPlan plan)
    {
        foreach (var column in plan.Items)
        {
            if ((column.Item is FetchItem.Binary binary && IsUnknown(message, binary.Of)) || (column.Item is FetchItem.BinarySize size && IsUnknown(message, size.Of)))
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

    private MessageSections SectionsOf(in Message message)
    {
        if (_sections is null || _sectionsOf != message.Body)
            (_sections, _sectionsOf) = (_bodies.Sections(message.Body), message.Body);
        return _sections;
    }

    private bool TryFind(ref BodyBatch bodies, in Message message, BodySection section, out ByteRange range)
    {
        if (IsWholeMessage(message, section, out range))
            return true;
        if (_sections is null || _sectionsOf != message.Body)
            (_sections, _sectionsOf) = (bodies.Sections, message.Body);
        return TryFind(_sections, section, out range);
    }

    private bool TryFind(in Message message, BodySection section, out ByteRange range) =>
        IsWholeMessage(message, section, out range) || TryFind(SectionsOf(message), section, out range);

    private static bool IsWholeMessage(in Message message, BodySection section, out ByteRange range)
    {
        range = new ByteRange(0, message.Size);
        return section.Part.IsEmpty && section.Text == SectionText.Whole;
    }

    private static bool TryFind(MessageSections sections, BodySection section, out ByteRange range)
    {
        var part = section.Text switch
        {
            SectionText.Whole => SectionPart.Whole,
            SectionText.Text => SectionPart.Text,
            SectionText.Mime => SectionPart.Mime,
            _ => SectionPart.Header,
        };
        return sections.TryFind(section.Part.AsSpan(), part, out range);
    }

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> bytes, ByteRange range) => bytes.Slice((int)range.Offset, (int)range.Length);

    // RFC 9051 §6.4.5.1: beyond the end there is nothing, and that is no error.
    private static ByteRange Cut(ByteRange range, PartialRange partial)
    {
        var offset = Math.Min(partial.Offset, range.Length);
        return new ByteRange(range.Offset + offset, Math.Min(partial.Length, range.Length - offset));
    }
}
