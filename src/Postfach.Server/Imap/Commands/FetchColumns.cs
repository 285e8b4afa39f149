using System.Buffers;
using Postfach.Mail;
using Postfach.Mime;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Server.Connections;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary>Writes what is told of a message, item by item, each as a whole. RFC 9051 §7.5.2.</summary>
internal sealed class FetchColumns(ImapSession session, AnswerBuffer answer, SectionFinder sections, IReadOnlyDictionary<BodyId, ThreadId> threads)
{
    // A header beyond this is no header any more; HEADER.FIELDS looks no further, since it has all that it looks at in memory.
    private const int MaxHeaderBytes = 4 << 20;

    private readonly BodyReader _bodies = session.Account.Bodies;
    private readonly FlagTexts _flags = new();
    private readonly ArrayBufferWriter<byte> _scratch = new();
    private readonly ArrayBufferWriter<byte> _fields = new();

    /// <summary>Those that were not kept yet and had to be made; null: none.</summary>
    public MadePreviews? Previews { get; private set; }

    /// <exception cref="StoreException">The message cannot be read.</exception>
    public void Write(in Message message, FetchPlan.Column column)
    {
        var batch = _bodies.BeginBatch();
        try
        {
            batch.MoveTo(message.Body);
            Write(ref batch, message, column);
        }
        finally
        {
            batch.Dispose();
        }
    }

    /// <param name="batch">Stands at the message.</param>
    /// <exception cref="StoreException">The message cannot be read.</exception>
    public void Write(ref BodyBatch batch, in Message message, FetchPlan.Column column)
    {
        answer.Write(column.Label);
        switch (column.Item)
        {
            case FetchItem.Flags:
                answer.Write(_flags.Of(message.Flags, session.Selected!.IsRecent(session, message.Uid))); // only of a selected mailbox's messages
                break;
            case FetchItem.Uid:
                answer.WriteNumber(message.Uid.Value);
                break;
            case FetchItem.ModSeq:
                answer.Write("("u8);
                answer.WriteNumber(message.ModSeq.Value);
                answer.Write(")"u8);
                break;
            case FetchItem.InternalDate:
                answer.WriteInternalDate(message.InternalDate);
                break;
            case FetchItem.Size:
                answer.WriteNumber(message.Size);
                break;
            case FetchItem.SaveDate:
                answer.WriteInternalDate(InternalDate.From(message.SaveDate));
                break;
            case FetchItem.EmailId:
                answer.WriteText($"({EmailId.Of(batch.Hash, message.InternalDate)})");
                break;
            case FetchItem.ThreadId:
                answer.WriteText($"({threads[message.Body]})");
                break;
            case FetchItem.Preview:
                WritePreview(ref batch, message);
                break;
            case FetchItem.Envelope:
                answer.Write(batch.Envelope);
                break;
            case FetchItem.Structure { WithExtensions: true }:
                answer.Write(batch.BodyStructure);
                break;
            case FetchItem.Structure:
                BodyStructure.WriteWithoutExtensions(batch.BodyStructure, answer);
                break;
            case FetchItem.BinarySize size:
                answer.WriteNumber(sections.Decoded(message, size.Of)?.Measure(0, 0).Length ?? 0);
                break;
            case FetchItem.Section section:
                WriteSection(ref batch, message, column, section);
                break;
        }
    }

    // RFC 8970 §4.1: NIL is for who cannot make one at once; it takes no longer than to read the beginning of a message.
    private void WritePreview(ref BodyBatch batch, in Message message)
    {
        if (batch.TryGetPreview(out var kept))
            answer.WriteString(kept);
        else
            answer.WriteString((Previews ??= session.Account.BeginPreviews()).Make(message.Body));
    }

    private void WriteSection(ref BodyBatch batch, in Message message, FetchPlan.Column column, FetchItem.Section item)
    {
        if (column.IsListed && batch.TryGetListedFields(out var listed))
            WriteFields(listed, column.Fields!, item); // it has fields if they are listed
        else if (!sections.TryFind(ref batch, message, item.Of, out var range))
            answer.Write("NIL"u8); // RFC 9051 §7.5.2: a section that the message does not have.
        else if (column.Fields is { } fields)
            WriteFields(Header(ref batch, message, range), fields, item);
        else
            WriteLiteral(Cut(batch.FirstBytes, range), item.Partial);
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
            bytes = Cut(bytes, SectionFinder.Cut(new ByteRange(0, bytes.Length), wanted));
        answer.WriteLiteralHead(bytes.Length);
        answer.WriteWithoutNul(bytes);
    }

    private ReadOnlySpan<byte> Header(ref BodyBatch batch, in Message message, ByteRange range)
    {
        if (message.Size <= BodyReader.RowBytes)
            return Cut(batch.FirstBytes, range);
        _scratch.ResetWrittenCount();
        _bodies.WriteBytes(message.Body, range.Offset, Math.Min(range.Length, MaxHeaderBytes), _scratch);
        return _scratch.WrittenSpan;
    }

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> bytes, ByteRange range) => bytes.Slice((int)range.Offset, (int)range.Length);
}
