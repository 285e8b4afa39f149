using System.Globalization;
using System.Text;
using MimeKit;

namespace Postfach.Retrieval;

/// <summary>What stands in place of a message whose header alone was fetched: how it is got whole, in the shape that the header promises. RFC 2045 §6, RFC 2046 §5.1.</summary>
internal static class PlaceholderText
{
    /// <param name="source">The source's name.</param>
    /// <param name="mailbox">As the provider calls it; empty for POP3.</param>
    /// <param name="header">Of the message, as far as it is at hand.</param>
    public static byte[] Of(string source, string mailbox, RemoteMessage message, ReadOnlySpan<byte> header)
    {
        var name = Word(CopyName.Of(mailbox, message.Id));
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"[Only the header of this message of {message.Size} bytes was fetched. To have it whole: postfach fetch {Word(source)} --message {name}]\r\n"
            + $"[Von dieser Nachricht mit {message.Size} Bytes wurde nur der Kopf abgeholt. Ganz holt sie: postfach fetch {Word(source)} --message {name}]\r\n");
        using var stream = new MemoryStream(header.ToArray());
        return Encoding.UTF8.GetBytes(Shaped(text, Load(stream)));
    }

    // RFC 2046 §5.1.1: what stands before the first boundary, nobody sees.
    private static string Shaped(string text, HeaderList? header)
    {
        if (header is null)
            return text;
        if (ContentType.TryParse(header[HeaderId.ContentType] ?? "", out var type) && type is { MediaType: "multipart", Boundary: { Length: > 0 } boundary })
            return $"--{boundary}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n--{boundary}--\r\n";
        return header[HeaderId.ContentTransferEncoding]?.Trim().ToUpperInvariant() switch
        {
            "BASE64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(text), Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\r\n") + "\r\n",
            "QUOTED-PRINTABLE" => text.Replace("=", "=3D", StringComparison.Ordinal),
            _ => text,
        };
    }

    private static HeaderList? Load(Stream stream)
    {
        try
        {
            return HeaderList.Load(stream);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // As a shell takes it.
    private static string Word(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or ':' or '/' or '@' or '+' or '=') ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
