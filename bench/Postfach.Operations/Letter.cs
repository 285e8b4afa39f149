using System.Buffers.Text;
using System.Text;

namespace Postfach.Operations;

/// <summary>Messages that are measured with.</summary>
internal static class Letter
{
    private const string Line = "A line of the text, as long as lines are.\r\n";
    private const string Numbered = "Message-ID: <";
    private const int Digits = 8;

    /// <summary>A text of 4 KiB.</summary>
    public static byte[] Plain() => Bytes(Header + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + Lines(90));

    /// <summary>What people send each other: a text and the same in HTML.</summary>
    public static byte[] Alternative() => Bytes(Header + "Content-Type: multipart/alternative; boundary=b\r\n\r\n" + Texts("b"));

    /// <summary>The same with an attachment, forwarded as an attachment.</summary>
    public static byte[] Nested() => Bytes(
        Header + "Content-Type: multipart/mixed; boundary=outer\r\n\r\n"
        + "--outer\r\nContent-Type: multipart/alternative; boundary=text\r\n\r\n" + Texts("text")
        + "--outer\r\nContent-Type: message/rfc822\r\n\r\n" + Header + "Content-Type: multipart/mixed; boundary=inner\r\n\r\n"
        + "--inner\r\nContent-Type: multipart/related; boundary=related\r\n\r\n" + Texts("related")
        + "--inner\r\nContent-Type: application/pdf; name=minutes.pdf\r\nContent-Transfer-Encoding: base64\r\n"
        + "Content-Disposition: attachment; filename=minutes.pdf\r\n\r\n" + Lines(20) + "--inner--\r\n--outer--\r\n");

    /// <summary>Sent to so many.</summary>
    public static byte[] ToMany(int addresses) => Bytes(
        "From: anna@example.org\r\nSubject: To all\r\nTo: "
        + string.Join(",\r\n\t", Enumerable.Range(1, addresses).Select(n => $"Colleague {n} <colleague.{n}@example.net>")) + "\r\n\r\nTo all.\r\n");

    /// <summary>With so many parts.</summary>
    public static byte[] OfParts(int parts) => Bytes(
        "From: anna@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + string.Concat(Enumerable.Range(1, parts).Select(n =>
            $"--b\r\nContent-Type: text/plain; charset=utf-8; name=\"{n}.txt\"\r\nContent-Disposition: attachment; filename=\"{n}.txt\"\r\n\r\n{n}\r\n")) + "--b--\r\n");

    /// <summary>Makes it another message than it was: a store keeps the same bytes only once.</summary>
    /// <param name="bytes">One that has a Message-ID; what stands before it in the same piece of memory stays.</param>
    public static void Number(Span<byte> bytes, int number)
    {
        Span<byte> label = stackalloc byte[Numbered.Length];
        Encoding.ASCII.GetBytes(Numbered, label);
        if (!Utf8Formatter.TryFormat(number, bytes.Slice(bytes.IndexOf(label) + label.Length, Digits), out _, new('D', Digits)))
            throw new ArgumentOutOfRangeException(nameof(number));
    }

    private static string Header =>
        "Received: from mail.example.org by mx.example.net with ESMTPS id 4711;\r\n\tMon, 2 Nov 2026 10:00:01 +0100\r\n"
        + "From: Bert Beispiel <bert@example.org>\r\nTo: anna@example.org, Carla <carla@example.org>\r\nSubject: Minutes of the meeting\r\n"
        + $"Date: Mon, 2 Nov 2026 10:00:00 +0100\r\n{Numbered}{new string('0', Digits)}@example.org>\r\nMIME-Version: 1.0\r\n";

    private static string Texts(string boundary) =>
        $"--{boundary}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{Lines(12)}"
        + $"--{boundary}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{Lines(12)}--{boundary}--\r\n";

    private static string Lines(int count) => string.Concat(Enumerable.Repeat(Line, count));

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);
}
