using MimeKit;

namespace Postfach.EndToEnd.Clients;

/// <summary>Messages as an ordinary mail program would write them.</summary>
internal static class Letter
{
    public static MimeMessage Plain(string subject, string text = "Good day.\r\n.\r\n..and so on\r\n")
    {
        var message = Empty(subject);
        message.Body = new TextPart("plain") { Text = text };
        return message;
    }

    public static MimeMessage WithAttachment(string subject, byte[] attachment)
    {
        var message = Empty(subject);
        var builder = new BodyBuilder { TextBody = "See the attachment.", HtmlBody = "<p>See the attachment.</p>" };
        builder.Attachments.Add("zahlen.bin", attachment);
        message.Body = builder.ToMessageBody();
        return message;
    }

    public static byte[] Bytes(MimeMessage message)
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        using var bytes = new MemoryStream();
        message.WriteTo(format, bytes);
        return bytes.ToArray();
    }

    private static MimeMessage Empty(string subject)
    {
        var message = new MimeMessage();
        message.From.Add(new MailboxAddress("Bert Müller", "bert@example.org"));
        message.To.Add(new MailboxAddress("Anna", "anna@example.org"));
        message.Subject = subject;
        return message;
    }
}
