using System.Globalization;
using System.Text;

namespace Postfach.Stress;

/// <summary>Makes a message that can be told from all others, also as a copy, and that has some structure.</summary>
internal static class TestMessage
{
    public static string Subject(string marker) => $"Number {marker}";

    public static string MessageId(string marker) => $"<{marker}@stress.example.org>";

    /// <summary>Stands in the body alone, and ends with a letter, so that its end is found nowhere else either.</summary>
    public static string BodyWord(string marker) => $"t{marker[1..]}e";

    public static byte[] Create(string marker, Random random)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"X-Stress: {marker}\r\nMessage-ID: {MessageId(marker)}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"From: Stress <stress@example.org>\r\nTo: someone@example.org\r\nSubject: {Subject(marker)}\r\n");
        text.Append("Date: Mon, 02 Mar 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n");
        switch (random.Next(6))
        {
            case < 2: AppendParts(text, marker, random); break;
            case 2: text.Append("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n").Append(Base64(Lines(marker, random))); break;
            default: text.Append("Content-Type: text/plain; charset=utf-8\r\n\r\n").Append(Lines(marker, random)); break;
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    // A boundary is neither header nor text: what is searched for does not stand in it.
    private static void AppendParts(StringBuilder text, string marker, Random random)
    {
        var boundary = $"b-{marker[1..]}";
        text.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=\"{boundary}\"\r\n\r\n");
        for (var part = random.Next(1, 4); part > 0; part--)
            text.Append(CultureInfo.InvariantCulture, $"--{boundary}\r\nContent-Type: text/plain; name=\"part {part}\"\r\n\r\n").Append(Lines(marker, random));
        text.Append(CultureInfo.InvariantCulture, $"--{boundary}--\r\n");
    }

    private static string Base64(string text) => $"{Convert.ToBase64String(Encoding.ASCII.GetBytes(text), Base64FormattingOptions.InsertLineBreaks)}\r\n";

    private static string Lines(string marker, Random random)
    {
        var lines = Enumerable.Range(0, random.Next(1, 30)).Select(i => $"{(random.Next(9) == 0 ? "." : "")}line {i} of {random.Next()}\r\n").ToList();
        lines.Insert(random.Next(lines.Count + 1), $"This is {BodyWord(marker)}.\r\n");
        return string.Concat(lines);
    }
}
