using System.Buffers.Binary;
using System.Text.Json;
using Postfach.Mail;

namespace Postfach.Administration;

/// <summary>
/// What an import says to a running server: a letter, the length of what follows in four bytes (most significant first), and that. Mailbox, end, drop and
/// commit are answered with a line.
/// </summary>
internal static class ImportFrame
{
    public const byte Mailbox = (byte)'F', Message = (byte)'M', Bytes = (byte)'B', End = (byte)'E', Drop = (byte)'D', Commit = (byte)'C';

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

    public static byte[] Write(FlagSet flags, InternalDate? date) => JsonSerializer.SerializeToUtf8Bytes(
        new Head((int)flags.System, [.. flags.Keywords.Select(k => k.Name)], date?.Packed), AdminJson.Default.Head);

    /// <exception cref="JsonException">It is none.</exception>
    public static (FlagSet Flags, InternalDate? Date) ReadHead(ReadOnlyMemory<byte> payload)
    {
        var head = JsonSerializer.Deserialize(payload.Span, AdminJson.Default.Head) ?? throw new JsonException("Nothing is said about the message");
        var keywords = head.Keywords.Select(k => Keyword.TryParse(k, out var keyword) ? keyword : throw new JsonException("That is no keyword"));
        const int all = (int)(MessageFlags.Seen | MessageFlags.Answered | MessageFlags.Flagged | MessageFlags.Deleted | MessageFlags.Draft);
        return (FlagSet.Of((MessageFlags)(head.Flags & all), keywords), head.Date is { } packed ? InternalDate.FromPacked(packed) : null);
    }

    public sealed record Head(int Flags, IReadOnlyList<string> Keywords, long? Date);
}
