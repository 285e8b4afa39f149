using System.Buffers.Binary;
using System.Text.Json;
using Postfach.Files;
using Postfach.Mail;

namespace Postfach.Administration;

/// <summary>
/// What the giving side of an import or export says over the control socket: a letter, the length of what follows in four bytes (most significant first), and that. All but messages
/// and bytes are answered with a line. A failure is a line in a frame, and the last of them.
/// </summary>
internal static class MailFrame
{
    public const byte Mailbox = (byte)'F', MailboxEnd = (byte)'G', Message = (byte)'M', Bytes = (byte)'B', End = (byte)'E', Drop = (byte)'D', Commit = (byte)'C', Failure = (byte)'X';

    public const int HeadBytes = 5, MaxBytes = 1 << 20;

    public static async Task WriteAsync(Stream stream, byte kind, ReadOnlyMemory<byte> payload, CancellationToken ct)
    {
        var head = new byte[HeadBytes];
        head[0] = kind;
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(1), payload.Length);
        await stream.WriteAsync(head, ct);
        await stream.WriteAsync(payload, ct);
    }

    /// <summary>The next frame; null when the other side has ended.</summary>
    /// <param name="buffer">Of <see cref="MaxBytes"/>; holds what follows until the next call.</param>
    /// <exception cref="InvalidDataException">It is too long.</exception>
    public static async Task<(byte Kind, ReadOnlyMemory<byte> Payload)?> ReadAsync(LineReader input, byte[] buffer, CancellationToken ct)
    {
        var head = new byte[HeadBytes];
        if (!await input.FillAsync(head, ct))
            return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1));
        if (length is < 0 or > MaxBytes)
            throw new InvalidDataException("The frame is too long");
        return await input.FillAsync(buffer.AsMemory(0, length), ct)
            ? (head[0], buffer.AsMemory(0, length))
            : throw new EndOfStreamException("The connection ended in the middle.");
    }

    public static byte[] Write(MailboxFacts mailbox) => JsonSerializer.SerializeToUtf8Bytes(
        new MailboxHead(mailbox.Name.Value, mailbox.UidValidity?.Value, mailbox.UidNext?.Value), AdminJson.Default.MailboxHead);

    /// <exception cref="JsonException">It is none.</exception>
    public static MailboxFacts ReadMailbox(ReadOnlyMemory<byte> payload)
    {
        var head = JsonSerializer.Deserialize(payload.Span, AdminJson.Default.MailboxHead) ?? throw new JsonException("Nothing is said about the mailbox");
        if (!MailboxName.TryParse(head.Name, out var name, out var why))
            throw new JsonException(why);
        return new MailboxFacts(name, head.UidValidity is { } validity ? new UidValidity(validity) : null, UidOf(head.UidNext));
    }

    public static byte[] Write(MessageFacts message) => JsonSerializer.SerializeToUtf8Bytes(
        new MessageHead(
            (int)message.Flags.System,
            [.. message.Flags.Keywords.Select(k => k.Name)],
            message.InternalDate?.Packed,
            message.Uid?.Value,
            message.UniqueId,
            message.Size,
            message.LineEnds.AreOdd,
            message.LineEnds.LastIsOpen),
        AdminJson.Default.MessageHead);

    /// <exception cref="JsonException">It is none.</exception>
    public static MessageFacts ReadMessage(ReadOnlyMemory<byte> payload)
    {
        var head = JsonSerializer.Deserialize(payload.Span, AdminJson.Default.MessageHead) ?? throw new JsonException("Nothing is said about the message");
        var keywords = head.Keywords.Select(k => Keyword.TryParse(k, out var keyword) ? keyword : throw new JsonException("That is no keyword"));
        const int all = (int)(MessageFlags.Seen | MessageFlags.Answered | MessageFlags.Flagged | MessageFlags.Deleted | MessageFlags.Draft);
        return new MessageFacts(
            FlagSet.Of((MessageFlags)(head.Flags & all), keywords),
            head.Date is { } packed ? InternalDate.FromPacked(packed) : null,
            UidOf(head.Uid),
            head.UniqueId)
        {
            Size = head.Size,
            LineEnds = new LineEnds(head.OddLineEnds, head.OpenLine),
        };
    }

    private static Uid? UidOf(uint? value) => value switch
    {
        null => null,
        0 or > int.MaxValue => throw new JsonException("That is no UID"),
        { } uid => new Uid(uid),
    };

    public sealed record MailboxHead(string Name, uint? UidValidity, uint? UidNext);

    public sealed record MessageHead(
        int Flags, IReadOnlyList<string> Keywords, long? Date, uint? Uid, string? UniqueId, long? Size, bool OddLineEnds, bool OpenLine);
}
