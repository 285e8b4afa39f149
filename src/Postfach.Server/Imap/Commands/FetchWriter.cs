using System.Buffers;
using Postfach.Mail;
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

    private readonly ImapSession _session;
    private readonly BodyReader _bodies;
    private readonly AnswerBuffer _answer;
    private readonly SectionFinder _sections;
    private readonly FetchColumns _columns;
    private readonly ArrayBufferWriter<byte> _piece = new();

    /// <param name="threads">Those of the messages, where they are to be told.</param>
    public FetchWriter(ImapSession session, IReadOnlyDictionary<BodyId, ThreadId> threads)
    {
        (_session, _bodies, _answer) = (session, session.Account.Bodies, new AnswerBuffer(session.Output));
        _sections = new SectionFinder(_bodies);
        _columns = new FetchColumns(session, _answer, _sections, threads);
    }

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
                if (_columns.Previews is { } some)
                    await some.KeepGatheredAsync(_session.Connection.Closed);
                if (done < count && plan(messages[done].Uid) is var longer && longer.TakesPieces(messages[done]))
                    await WriteInPiecesAsync(messages[done++], longer);
            }
        }

        if (_columns.Previews is { } previews)
            await previews.KeepAsync(_session.Connection.Closed);
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
                _columns.Write(ref bodies, message, column);
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
                    _columns.Write(message, column);
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

    private async ValueTask WriteSectionInPiecesAsync(Message message, FetchPlan.Column column, FetchItem.Section item)
    {
        _answer.Write(column.Label);
        if (!_sections.TryFind(message, item.Of, out var range))
        {
            _answer.Write("NIL"u8);
            return;
        }

        if (item.Partial is { } partial)
            range = SectionFinder.Cut(range, partial);
        _answer.WriteLiteralHead(range.Length);
        long sent = 0;
        do
        {
            var take = Math.Min(PieceBytes, range.Length - sent);
            _piece.ResetWrittenCount();
            _bodies.WriteBytes(message.Body, range.Offset + sent, take, _piece);
            _answer.WriteWithoutNul(_piece.WrittenSpan);
            sent += take;
            if (sent < range.Length)
                await SendPieceAsync();
        }
        while (sent < range.Length);
    }

    private async ValueTask WriteBinaryAsync(Message message, FetchPlan.Column column, FetchItem.Binary item)
    {
        _answer.Write(column.Label);
        if (_sections.Decoded(message, item.Of) is not { } part)
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
            if ((column.Item is FetchItem.Binary binary && _sections.IsUnknown(message, binary.Of)) || (column.Item is FetchItem.BinarySize size && _sections.IsUnknown(message, size.Of)))
            {
                HasUnknownEncoding = true;
                return false;
            }
        }

        return true;
    }
}
