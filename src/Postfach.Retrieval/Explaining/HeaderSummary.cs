using System.Buffers;
using MimeKit;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>What a person knows a message by, out of its header here.</summary>
internal sealed record HeaderSummary(string Subject, string From, string? MessageId)
{
    // A header beyond this is no header any more.
    private const int MostBytes = 64 << 10;

    /// <summary>Null: its bytes are not here, or are no header.</summary>
    public static HeaderSummary? Of(Account account, BodyId body)
    {
        try
        {
            var bytes = new ArrayBufferWriter<byte>();
            account.Bodies.WriteBytes(body, 0, Math.Min(account.Bodies.Identity(body).Size, MostBytes), bytes);
            using var stream = new MemoryStream(bytes.WrittenSpan.ToArray());
            var headers = HeaderList.Load(stream);
            return new HeaderSummary(OneLine(headers[HeaderId.Subject]), OneLine(headers[HeaderId.From]), headers[HeaderId.MessageId]?.Trim());
        }
        catch (Exception e) when (e is StoreException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Its Message-ID is that, with or without angle brackets; or all those words are in its subject.</summary>
    public bool Matches(string text) =>
        (MessageId is not null && MessageId.Trim('<', '>').Equals(text.Trim('<', '>'), StringComparison.Ordinal))
        || text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words && words.All(w => Subject.Contains(w, StringComparison.CurrentCultureIgnoreCase));

    private static string OneLine(string? text) => string.Join(' ', (text ?? "").Split([' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
}
